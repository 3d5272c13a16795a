/* Numbering and counting terms: the compiled twin of portable.py, specified in matching/README.md.
 * No function here keeps state or touches Python, so that several may run at once without the interpreter's lock.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MISSING = -1 };

static inline uint64_t spread(uint64_t key) {
    key ^= key >> 32;
    key *= 0x9E3779B97F4A7C15ull;
    return key ^ (key >> 29);
}

/* Number keys in the order they are first seen. Returns how many are known now; where the table would pass
 * 3/4 full it stops, and *done says how many keys were numbered. */
int64_t number_keys(const uint64_t *keys, int64_t n, uint64_t *slot_keys, int32_t *slot_numbers, int64_t capacity,
                    uint64_t *known, int64_t n_known, int32_t *numbers, int64_t *done) {
    const uint64_t mask = (uint64_t)capacity - 1;
    const int64_t most = capacity / 4 * 3;
    for (int64_t i = 0; i < n; i++) {
        uint64_t slot = spread(keys[i]) & mask;
        while (slot_numbers[slot] != MISSING && slot_keys[slot] != keys[i])
            slot = (slot + 1) & mask;
        if (slot_numbers[slot] == MISSING) {
            if (n_known >= most) {
                *done = i;
                return n_known;
            }
            slot_keys[slot] = keys[i];
            slot_numbers[slot] = (int32_t)n_known;
            known[n_known++] = keys[i];
        }
        numbers[i] = slot_numbers[slot];
    }
    *done = n;
    return n_known;
}

void find_keys(const uint64_t *keys, int64_t n, const uint64_t *slot_keys, const int32_t *slot_numbers,
               int64_t capacity, int32_t *numbers) {
    const uint64_t mask = (uint64_t)capacity - 1;
    for (int64_t i = 0; i < n; i++) {
        uint64_t slot = spread(keys[i]) & mask;
        while (slot_numbers[slot] != MISSING && slot_keys[slot] != keys[i])
            slot = (slot + 1) & mask;
        numbers[i] = slot_numbers[slot];
    }
}

static void sort_row(int32_t *columns, float *counts, int64_t n) {
    for (int64_t gap = n > 40 ? 40 : 1; gap > 0; gap = gap == 40 ? 13 : gap == 13 ? 4 : gap == 4 ? 1 : 0)
        for (int64_t i = gap; i < n; i++) {
            const int32_t column = columns[i];
            const float count = counts[i];
            int64_t j = i;
            for (; j >= gap && columns[j - gap] > column; j -= gap) {
                columns[j] = columns[j - gap];
                counts[j] = counts[j - gap];
            }
            columns[j] = column;
            counts[j] = count;
        }
}

static int by_column(const void *left, const void *right) {
    const uint64_t a = *(const uint64_t *)left >> 32, b = *(const uint64_t *)right >> 32;
    return (a > b) - (a < b);
}

/* Rows longer than a page are rare, but Shell's gaps above would make them quadratic. */
static int sort_long_row(int32_t *columns, float *counts, int64_t n) {
    uint64_t *both = malloc((size_t)n * sizeof *both);
    if (both == NULL)
        return 0;
    for (int64_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, &counts[i], sizeof bits);
        both[i] = (uint64_t)(uint32_t)columns[i] << 32 | bits;
    }
    qsort(both, (size_t)n, sizeof *both, by_column);
    for (int64_t i = 0; i < n; i++) {
        const uint32_t bits = (uint32_t)both[i];
        columns[i] = (int32_t)(both[i] >> 32);
        memcpy(&counts[i], &bits, sizeof bits);
    }
    free(both);
    return 1;
}

/* Distinct columns of rows [first, last), rising, with the sum of their weights. Each row is written where it
 * stands in the input; sizes[row] says how much of that is used. seen and place have n_columns entries, seen
 * filled with -1. Returns 0 where memory ran out. */
int count_rows(const int64_t *pointers, int64_t first, int64_t last, const int32_t *terms, const float *weights,
               int64_t *seen, int32_t *place, int32_t *columns, float *counts, int64_t *sizes) {
    for (int64_t row = first; row < last; row++) {
        const int64_t start = pointers[row];
        int64_t n = 0;
        for (int64_t i = start; i < pointers[row + 1]; i++) {
            const int32_t term = terms[i];
            const float weight = weights ? weights[i] : 1.0f;
            if (seen[term] == row) {
                counts[start + place[term]] += weight;
            } else {
                seen[term] = row;
                place[term] = (int32_t)n;
                columns[start + n] = term;
                counts[start + n] = weight;
                n++;
            }
        }
        sizes[row] = n;
        if (n <= 2000)
            sort_row(columns + start, counts + start, n);
        else if (!sort_long_row(columns + start, counts + start, n))
            return 0;
    }
    return 1;
}

