#include "CHiGHS.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

// The C interface of HiGHS, as far as it is used here. HighsInt is 4 bytes (checked in chighs_open).
struct chighs_library {
    const char *(*version)(void);
    void *(*create)(void);
    void (*destroy)(void *);
    int32_t (*set_bool)(void *, const char *, int32_t);
    int32_t (*set_int)(void *, const char *, int32_t);
    int32_t (*set_double)(void *, const char *, double);
    int32_t (*set_string)(void *, const char *, const char *);
    int32_t (*pass_lp)(
        void *, int32_t, int32_t, int32_t, int32_t, int32_t, double, const double *, const double *,
        const double *, const double *, const double *, const int32_t *, const int32_t *, const double *);
    int32_t (*change_costs)(void *, int32_t, int32_t, const double *);
    int32_t (*change_column_bounds)(void *, int32_t, int32_t, const double *, const double *);
    int32_t (*change_row_bounds)(void *, int32_t, int32_t, const double *, const double *);
    int32_t (*change_entry)(void *, int32_t, int32_t, double);
    int32_t (*run)(void *);
    int32_t (*model_status)(const void *);
    int32_t (*solution)(const void *, double *, double *, double *, double *);
    int32_t (*int_info)(const void *, const char *, int32_t *);
    int32_t (*int_size)(const void *);
};

static void *find(void *handle, const char *name, char *reason, size_t reason_size) {
    void *address = dlsym(handle, name);
    if (address == NULL) snprintf(reason, reason_size, "it has no function %s", name);
    return address;
}

const chighs_library *chighs_open(const char *path, char *reason, size_t reason_size) {
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        const char *text = dlerror();
        snprintf(reason, reason_size, "%s", text != NULL ? text : "unknown reason");
        return NULL;
    }
    chighs_library *library = calloc(1, sizeof(chighs_library));
    if (library == NULL) {
        snprintf(reason, reason_size, "out of memory");
        return NULL;
    }
    const struct {
        const char *name;
        void **slot;
    } wanted[] = {
        {"Highs_version", (void **)&library->version},
        {"Highs_create", (void **)&library->create},
        {"Highs_destroy", (void **)&library->destroy},
        {"Highs_setBoolOptionValue", (void **)&library->set_bool},
        {"Highs_setIntOptionValue", (void **)&library->set_int},
        {"Highs_setDoubleOptionValue", (void **)&library->set_double},
        {"Highs_setStringOptionValue", (void **)&library->set_string},
        {"Highs_passLp", (void **)&library->pass_lp},
        {"Highs_changeColsCostByRange", (void **)&library->change_costs},
        {"Highs_changeColsBoundsByRange", (void **)&library->change_column_bounds},
        {"Highs_changeRowsBoundsByRange", (void **)&library->change_row_bounds},
        {"Highs_changeCoeff", (void **)&library->change_entry},
        {"Highs_run", (void **)&library->run},
        {"Highs_getModelStatus", (void **)&library->model_status},
        {"Highs_getSolution", (void **)&library->solution},
        {"Highs_getIntInfoValue", (void **)&library->int_info},
        {"Highs_getSizeofHighsInt", (void **)&library->int_size},
    };
    for (size_t k = 0; k < sizeof(wanted) / sizeof(wanted[0]); k++) {
        *wanted[k].slot = find(handle, wanted[k].name, reason, reason_size);
        if (*wanted[k].slot == NULL) {
            free(library);
            return NULL;
        }
    }
    if (library->int_size(NULL) != 4) {
        snprintf(reason, reason_size, "its integers have %d bytes, 4 are needed", library->int_size(NULL));
        free(library);
        return NULL;
    }
    return library;
}

const char *chighs_version(const chighs_library *library) { return library->version(); }

void *chighs_create(const chighs_library *library) { return library->create(); }

void chighs_destroy(const chighs_library *library, void *solver) { library->destroy(solver); }

int32_t chighs_set_bool(const chighs_library *library, void *solver, const char *name, int32_t value) {
    return library->set_bool(solver, name, value);
}

int32_t chighs_set_int(const chighs_library *library, void *solver, const char *name, int32_t value) {
    return library->set_int(solver, name, value);
}

int32_t chighs_set_double(const chighs_library *library, void *solver, const char *name, double value) {
    return library->set_double(solver, name, value);
}

int32_t chighs_set_string(
    const chighs_library *library, void *solver, const char *name, const char *value) {
    return library->set_string(solver, name, value);
}

int32_t chighs_pass(
    const chighs_library *library, void *solver, int32_t column_count, int32_t row_count,
    int32_t nonzero_count, const double *cost, const double *column_lower, const double *column_upper,
    const double *row_lower, const double *row_upper, const int32_t *start, const int32_t *index,
    const double *value) {
    const int32_t by_columns = 1, maximise = -1;
    return library->pass_lp(
        solver, column_count, row_count, nonzero_count, by_columns, maximise, 0.0, cost, column_lower,
        column_upper, row_lower, row_upper, start, index, value);
}

int32_t chighs_change_costs(
    const chighs_library *library, void *solver, int32_t first, int32_t last, const double *cost) {
    return library->change_costs(solver, first, last, cost);
}

int32_t chighs_change_column_bounds(
    const chighs_library *library, void *solver, int32_t first, int32_t last, const double *lower,
    const double *upper) {
    return library->change_column_bounds(solver, first, last, lower, upper);
}

int32_t chighs_change_row_bounds(
    const chighs_library *library, void *solver, int32_t first, int32_t last, const double *lower,
    const double *upper) {
    return library->change_row_bounds(solver, first, last, lower, upper);
}

int32_t chighs_change_entry(
    const chighs_library *library, void *solver, int32_t row, int32_t column, double value) {
    return library->change_entry(solver, row, column, value);
}

int32_t chighs_run(const chighs_library *library, void *solver) { return library->run(solver); }

int32_t chighs_status(const chighs_library *library, void *solver) {
    return library->model_status(solver);
}

int32_t chighs_solution(
    const chighs_library *library, void *solver, double *column_value, double *column_dual,
    double *row_value, double *row_dual) {
    return library->solution(solver, column_value, column_dual, row_value, row_dual);
}

int32_t chighs_info(const chighs_library *library, void *solver, const char *name) {
    int32_t value = -1;
    return library->int_info(solver, name, &value) == 0 ? value : -1;
}
