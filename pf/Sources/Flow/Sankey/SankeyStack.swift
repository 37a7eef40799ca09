/// The nodes of one layer, from top to bottom.
struct SankeyStack {
    let nodes: [Int]
    let style: SankeyStyle

    /// What a node takes up: at least the height of its label.
    private func slot(_ box: SankeyLayout.Box) -> Int { max(box.height + style.gap, style.rowHeight) }

    /// Height of the layer when nothing is between the nodes.
    func height(_ boxes: [SankeyLayout.Box]) -> Int { nodes.reduce(0) { $0 + slot(boxes[$1]) } }

    /// Puts the nodes in the middle.
    func centre(_ boxes: inout [SankeyLayout.Box], height: Int) {
        var top = (height - self.height(boxes)) / 2
        for node in nodes {
            boxes[node].y = top + (slot(boxes[node]) - boxes[node].height) / 2
            top += slot(boxes[node])
        }
    }

    /// Moves nodes apart where they overlap and back into the drawing, in their order.
    func separate(_ boxes: inout [SankeyLayout.Box], height: Int) {
        var top = 0
        for node in nodes {
            let room = slot(boxes[node])
            let margin = (room - boxes[node].height) / 2
            boxes[node].y = max(boxes[node].y, top + margin)
            top = boxes[node].y - margin + room
        }
        var bottom = height
        for node in nodes.reversed() {
            let room = slot(boxes[node])
            let margin = (room - boxes[node].height) / 2
            boxes[node].y = min(boxes[node].y, bottom - room + margin)
            bottom = boxes[node].y - margin
        }
    }
}
