"""Waiting for a page; its policy forbids eval, so that it is asked again and again from here."""


def wait(page, expression, seconds=15):
    """Waits until an expression is true."""
    for _ in range(int(seconds * 20)):
        if page.evaluate(f"Boolean({expression})"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} s: {expression}")


def settle(page, seconds=15):
    """Waits until every stay is read and the picture of the present state is drawn."""
    wait(page, "schedlab.shown && [...(schedlab.shown.pictures ?? [schedlab.shown.lanes])].every(l => l.engine.isExact && l.drawn && "
               "l.drawn.way !== 'first' && !l.isBusy && !l.isStale && !l.isMoving())", seconds)
