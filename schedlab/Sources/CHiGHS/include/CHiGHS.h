// Loads the HiGHS solver at run time, so that `swift build` needs neither its headers nor its library.
#ifndef SCHEDLAB_CHIGHS_H
#define SCHEDLAB_CHIGHS_H

#include <stddef.h>
#include <stdint.h>

// A loaded HiGHS library. It stays loaded until the process ends.
typedef struct chighs_library chighs_library;

// Opens the library at `path` and finds every function that the shim needs.
// Returns NULL on failure, with a NUL-terminated reason in `reason`.
const chighs_library *chighs_open(const char *path, char *reason, size_t reason_size);

// The version text of the library, for example "1.15.1".
const char *chighs_version(const chighs_library *library);

// One solver instance; not to be shared between threads.
void *chighs_create(const chighs_library *library);
void chighs_destroy(const chighs_library *library, void *solver);

// Options by HiGHS's own names. Each returns 0 when HiGHS accepted it.
int32_t chighs_set_bool(const chighs_library *library, void *solver, const char *name, int32_t value);
int32_t chighs_set_int(const chighs_library *library, void *solver, const char *name, int32_t value);
int32_t chighs_set_double(const chighs_library *library, void *solver, const char *name, double value);
int32_t chighs_set_string(const chighs_library *library, void *solver, const char *name, const char *value);

// Hands over a linear program to maximise, its matrix stored by columns (column k has the nonzeros
// start[k] to start[k + 1] - 1), and forgets the one before. Returns 0 when accepted.
int32_t chighs_pass(
    const chighs_library *library, void *solver, int32_t column_count, int32_t row_count,
    int32_t nonzero_count, const double *cost, const double *column_lower, const double *column_upper,
    const double *row_lower, const double *row_upper, const int32_t *start, const int32_t *index,
    const double *value);

// Changes numbers of the program that was handed over last; the basis of its last solve stays. Ranges are
// inclusive. Each returns 0 when accepted.
int32_t chighs_change_costs(
    const chighs_library *library, void *solver, int32_t first, int32_t last, const double *cost);
int32_t chighs_change_column_bounds(
    const chighs_library *library, void *solver, int32_t first, int32_t last, const double *lower,
    const double *upper);
int32_t chighs_change_row_bounds(
    const chighs_library *library, void *solver, int32_t first, int32_t last, const double *lower,
    const double *upper);
int32_t chighs_change_entry(
    const chighs_library *library, void *solver, int32_t row, int32_t column, double value);

// Solves; a negative value is an error inside HiGHS.
int32_t chighs_run(const chighs_library *library, void *solver);

// HiGHS's model status (7 = optimal).
int32_t chighs_status(const chighs_library *library, void *solver);

// Copies the solution: column values, column duals, row values, row duals.
int32_t chighs_solution(
    const chighs_library *library, void *solver, double *column_value, double *column_dual,
    double *row_value, double *row_dual);

// An integer that HiGHS reports about the last solve, -1 when it does not know the name.
int32_t chighs_info(const chighs_library *library, void *solver, const char *name);

#endif
