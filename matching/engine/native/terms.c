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

/* Which sources this was built from: a library of other ones would read its arguments wrongly (build.py). */
int64_t sources(void) {
    return SOURCES;
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

enum { SHORT_ROW = 32 };

static inline uint32_t column_of(uint64_t pair) { return (uint32_t)(pair >> 32); }

static void sort_short(uint64_t *pairs, int64_t n) {
    for (int64_t i = 1; i < n; i++) {
        const uint64_t pair = pairs[i];
        int64_t j = i;
        for (; j > 0 && column_of(pairs[j - 1]) > column_of(pair); j--)
            pairs[j] = pairs[j - 1];
        pairs[j] = pair;
    }
}

/* Sort pairs by their column, the upper half, keeping the order of equal ones: a byte at a time, from the least.
 * Returns where the result stands, pairs or spare. */
static uint64_t *sort_pairs(uint64_t *pairs, uint64_t *spare, int64_t n, int bytes) {
    if (n < SHORT_ROW) {
        sort_short(pairs, n);
        return pairs;
    }
    for (int shift = 32; shift < 32 + 8 * bytes; shift += 8) {
        int64_t starts[257] = {0};
        for (int64_t i = 0; i < n; i++)
            starts[(pairs[i] >> shift & 255) + 1]++;
        for (int digit = 0; digit < 256; digit++)
            starts[digit + 1] += starts[digit];
        for (int64_t i = 0; i < n; i++)
            spare[starts[pairs[i] >> shift & 255]++] = pairs[i];
        uint64_t *sorted = spare;
        spare = pairs;
        pairs = sorted;
    }
    return pairs;
}

static int64_t longest_row(const int64_t *pointers, int64_t first, int64_t last) {
    int64_t longest = 1;
    for (int64_t row = first; row < last; row++)
        if (pointers[row + 1] - pointers[row] > longest)
            longest = pointers[row + 1] - pointers[row];
    return longest;
}

/* Distinct columns of rows [first, last), rising, with the sum of their weights in the order of the input. They
 * are written one row after the other from pointers[first] on; sizes[row] says how many a row has. Columns are
 * below width. Returns 0 where memory ran out. */
int count_rows(const int64_t *pointers, int64_t first, int64_t last, const int32_t *terms, const float *weights,
               int64_t width, int32_t *columns, float *counts, int64_t *sizes) {
    const int64_t longest = longest_row(pointers, first, last);
    uint64_t *pairs = malloc(2 * (size_t)longest * sizeof *pairs);
    if (pairs == NULL)
        return 0;
    int bytes = 1;
    while (bytes < 4 && width > (int64_t)1 << 8 * bytes)
        bytes++;
    int64_t end = pointers[first];
    for (int64_t row = first; row < last; row++) {
        const int64_t start = pointers[row], n = pointers[row + 1] - start, before = end;
        for (int64_t i = 0; i < n; i++) {
            const float weight = weights ? weights[start + i] : 1.0f;
            uint32_t bits;
            memcpy(&bits, &weight, sizeof bits);
            pairs[i] = (uint64_t)(uint32_t)terms[start + i] << 32 | bits;
        }
        const uint64_t *sorted = sort_pairs(pairs, pairs + longest, n, bytes);
        for (int64_t i = 0; i < n; i++) {
            const int32_t column = (int32_t)column_of(sorted[i]);
            const uint32_t bits = (uint32_t)sorted[i];
            float weight;
            memcpy(&weight, &bits, sizeof weight);
            if (end > before && columns[end - 1] == column) {
                counts[end - 1] += weight;
            } else {
                columns[end] = column;
                counts[end++] = weight;
            }
        }
        sizes[row] = end - before;
    }
    free(pairs);
    return 1;
}
