/* The exact best seeds of every need: the compiled twin of portable.py, specified in matching/README.md.
 * No function here keeps state or touches Python, so that several may run at once without the interpreter's lock.
 */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(ONE_PROCESSOR)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

/* A row of bounds fills one line of the cache. */
enum { LANES = 32, LINE = 64, BLOCK = 4096, PARTS = 256, MISSING = -1 };

typedef struct {
    uint32_t seed;
    uint16_t bound;
} Candidate;

/* Greatest impact of each numbered column in rows [first, last). */
void greatest_impacts(const int64_t *pointers, int64_t first, int64_t last, const int32_t *columns,
                      const float *impacts, const int32_t *number_of, float *greatest) {
    for (int64_t i = pointers[first]; i < pointers[last]; i++) {
        const int32_t number = number_of[columns[i]];
        if (number >= 0 && impacts[i] > greatest[number])
            greatest[number] = impacts[i];
    }
}

typedef struct {
    int32_t *starts;
    uint16_t *seeds, *impacts;
} Inverted;

/* Postings of a block of seeds by numbered column; impacts in 65,536ths of the column's greatest, rounded up. */
static void invert(const int64_t *pointers, int64_t first, int64_t last, const int32_t *columns,
                   const float *impacts, const int32_t *number_of, const float *greatest, int64_t n_numbers,
                   Inverted *block) {
    int32_t *starts = block->starts;
    memset(starts, 0, (size_t)(n_numbers + 2) * sizeof *starts);
    for (int64_t i = pointers[first]; i < pointers[last]; i++) {
        const int32_t number = number_of[columns[i]];
        if (number >= 0 && impacts[i] > 0)
            starts[number + 2]++;
    }
    for (int64_t number = 0; number < n_numbers; number++)
        starts[number + 2] += starts[number + 1];
    for (int64_t row = first; row < last; row++)
        for (int64_t i = pointers[row]; i < pointers[row + 1]; i++) {
            const int32_t number = number_of[columns[i]];
            if (number < 0 || !(impacts[i] > 0))
                continue;
            const int32_t place = starts[number + 1]++;
            const float share = ceilf(impacts[i] / greatest[number] * 65536.0f) + 1.0f;
            block->seeds[place] = (uint16_t)(row - first);
            block->impacts[place] = share < 65535.0f ? (uint16_t)share : 65535;
        }
}

FOR_EACH_PROCESSOR
static void add_postings(const uint16_t *restrict seeds, const uint16_t *restrict impacts, int64_t n,
                         const uint16_t *restrict weights, uint16_t *restrict bounds) {
    uint16_t lane_weights[LANES], held[LANES];
    for (int lane = 0; lane < LANES; lane++) {
        lane_weights[lane] = weights[lane];
        held[lane] = weights[lane] != 0;
    }
    for (int64_t i = 0; i < n; i++) {
        uint16_t *row = __builtin_assume_aligned(bounds + (int64_t)seeds[i] * LANES, LINE);
        const uint32_t impact = impacts[i];
        /* Cutting off what is below one and adding one keeps the sum an upper bound. */
        for (int lane = 0; lane < LANES; lane++)
            row[lane] = (uint16_t)(row[lane] + (uint16_t)((uint32_t)lane_weights[lane] * impact >> 16) + held[lane]);
    }
}

/* First seed from `seed` on with a bound above a need's threshold, n if there is none. */
FOR_EACH_PROCESSOR
static int64_t next_above(const uint16_t *bounds, int64_t seed, int64_t n, const uint16_t *thresholds) {
    for (; seed < n; seed++) {
        const uint16_t *row = __builtin_assume_aligned(bounds + seed * LANES, LINE);
        uint16_t above = 0;
        for (int lane = 0; lane < LANES; lane++)
            above |= (uint16_t)(row[lane] > thresholds[lane]);
        if (above)
            return seed;
    }
    return n;
}

/* Greatest bound of each need in each of PARTS parts of a block; maxima is part x LANES, zero before. */
FOR_EACH_PROCESSOR
static void part_maxima(const uint16_t *bounds, int64_t n, uint16_t *maxima) {
    const int64_t size = n / PARTS;
    for (int64_t part = 0; part < PARTS; part++) {
        uint16_t *greatest = maxima + part * LANES;
        for (int64_t seed = part * size; seed < (part + 1) * size; seed++) {
            const uint16_t *row = __builtin_assume_aligned(bounds + seed * LANES, LINE);
            for (int lane = 0; lane < LANES; lane++)
                greatest[lane] = row[lane] > greatest[lane] ? row[lane] : greatest[lane];
        }
    }
}

/* Greatest value of each need that at least `wanted` of its maxima reach, built bit by bit from the highest. */
FOR_EACH_PROCESSOR
static void reached_by(const uint16_t *maxima, uint16_t wanted, uint16_t *values) {
    for (int lane = 0; lane < LANES; lane++)
        values[lane] = 0;
    for (int bit = 15; bit >= 0; bit--) {
        uint16_t tried[LANES], reaching[LANES] = {0};
        for (int lane = 0; lane < LANES; lane++)
            tried[lane] = (uint16_t)(values[lane] | 1u << bit);
        for (int64_t part = 0; part < PARTS; part++)
            for (int lane = 0; lane < LANES; lane++)
                reaching[lane] += maxima[part * LANES + lane] >= tried[lane];
        for (int lane = 0; lane < LANES; lane++)
            values[lane] = reaching[lane] >= wanted ? tried[lane] : values[lane];
    }
}

/* Thresholds to begin with, so that a worker's first block does not fill the buffers with whatever is above
 * zero: twice as many parts as candidates are kept have a seed above them. Should so few of those be admitted that
 * too little is found, the need is not proven, and another pass keeps more. */
static void first_thresholds(const uint16_t *bounds, int64_t n, int64_t keep, uint16_t *thresholds) {
    if (2 * keep >= PARTS || n < 4 * PARTS)
        return;
    uint16_t maxima[PARTS * LANES] = {0};
    part_maxima(bounds, n, maxima);
    reached_by(maxima, (uint16_t)(2 * keep), thresholds);
    for (int lane = 0; lane < LANES; lane++)
        thresholds[lane] -= thresholds[lane] > 0;
}

static inline int better(Candidate left, Candidate right) {
    return left.bound > right.bound || (left.bound == right.bound && left.seed < right.seed);
}

/* Bring the best `keep` of n candidates to the front (Hoare's selection). */
static void select_best(Candidate *all, int64_t n, int64_t keep) {
    int64_t low = 0, high = n - 1;
    while (low < high) {
        const Candidate pivot = all[low + (high - low) / 2];
        int64_t i = low, j = high;
        while (i <= j) {
            while (better(all[i], pivot))
                i++;
            while (better(pivot, all[j]))
                j--;
            if (i <= j) {
                const Candidate kept = all[i];
                all[i++] = all[j];
                all[j--] = kept;
            }
        }
        if (keep - 1 <= j)
            high = j;
        else if (keep - 1 >= i)
            low = i;
        else
            return;
    }
}

static int is_excluded(const int32_t *excluded, int64_t low, int64_t high, int32_t seed) {
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (excluded[middle] < seed)
            low = middle + 1;
        else if (excluded[middle] > seed)
            high = middle;
        else
            return 1;
    }
    return 0;
}

typedef struct {
    int64_t n_seeds, n_numbers, n_needs, keep;
    const int64_t *seed_pointers;
    const int32_t *seed_columns;
    const float *seed_impacts;
    const int32_t *number_of;       /* column -> number among the columns any need weighs, or -1 */
    const float *greatest;          /* by number */
    const int64_t *group_pointers;  /* group of LANES needs -> its rows */
    const int32_t *row_numbers;     /* row -> number of its column */
    const uint16_t *row_weights;    /* row x LANES */
    const uint8_t *admitted;        /* admission class x seed */
    const int32_t *class_of;        /* need -> admission class */
    const int64_t *excluded_pointers;
    const int32_t *excluded;        /* need -> seeds, rising */
} Task;

static void note(const Task *task, int64_t need, uint32_t seed, uint16_t bound, Candidate *buffer, int64_t *held,
                 uint16_t *threshold, uint16_t *dropped) {
    if (!task->admitted[task->class_of[need] * task->n_seeds + seed] ||
        is_excluded(task->excluded, task->excluded_pointers[need], task->excluded_pointers[need + 1], (int32_t)seed))
        return;
    buffer[(*held)++] = (Candidate){seed, bound};
    if (*held < 2 * task->keep)
        return;
    select_best(buffer, *held, task->keep);
    uint16_t least = UINT16_MAX;
    for (int64_t i = 0; i < task->keep; i++)
        least = buffer[i].bound < least ? buffer[i].bound : least;
    *held = task->keep;
    *threshold = least;
    *dropped = least;
}

/* Upper bounds of the seeds in blocks worker, worker + workers, ... for all needs. Each need's best are left in
 * its 2 * keep places of buffer, held of them; no seed that was dropped has a bound above dropped[need], 0 if
 * none was. Returns 0 where memory ran out. */
int bound_seeds(const Task *task, int64_t worker, int64_t workers, Candidate *buffer, int64_t *held,
                uint16_t *dropped) {
    const int64_t n_groups = (task->n_needs + LANES - 1) / LANES;
    const int64_t n_blocks = (task->n_seeds + BLOCK - 1) / BLOCK;
    int64_t longest = 0;
    for (int64_t b = worker; b < n_blocks; b += workers) {
        const int64_t end = (b + 1) * BLOCK < task->n_seeds ? (b + 1) * BLOCK : task->n_seeds;
        const int64_t n = task->seed_pointers[end] - task->seed_pointers[b * BLOCK];
        longest = n > longest ? n : longest;
    }
    Inverted block = {malloc((size_t)(task->n_numbers + 2) * sizeof(int32_t)),
                      malloc((size_t)(longest + 1) * sizeof(uint16_t)), malloc((size_t)(longest + 1) * sizeof(uint16_t))};
    uint16_t *bounds = aligned_alloc(LINE, BLOCK * LANES * sizeof *bounds);
    uint16_t *thresholds = calloc((size_t)n_groups * LANES, sizeof *thresholds);
    const int ready = block.starts && block.seeds && block.impacts && bounds && thresholds;
    if (ready)
        memset(bounds, 0, BLOCK * LANES * sizeof *bounds);
    for (int64_t b = worker; ready && b < n_blocks; b += workers) {
        const int64_t first = b * BLOCK;
        const int64_t last = first + BLOCK < task->n_seeds ? first + BLOCK : task->n_seeds;
        invert(task->seed_pointers, first, last, task->seed_columns, task->seed_impacts, task->number_of,
               task->greatest, task->n_numbers, &block);
        for (int64_t group = 0; group < n_groups; group++) {
            for (int64_t row = task->group_pointers[group]; row < task->group_pointers[group + 1]; row++) {
                const int32_t number = task->row_numbers[row];
                const int32_t start = block.starts[number];
                add_postings(block.seeds + start, block.impacts + start, block.starts[number + 1] - start,
                             task->row_weights + row * LANES, bounds);
            }
            uint16_t *limits = thresholds + group * LANES;
            const int64_t left = task->n_needs - group * LANES;
            const int lanes = left < LANES ? (int)left : LANES;
            if (b == worker) {
                first_thresholds(bounds, last - first, task->keep, limits);
                memcpy(dropped + group * LANES, limits, (size_t)lanes * sizeof *dropped);
            }
            for (int64_t seed = next_above(bounds, 0, last - first, limits); seed < last - first;
                 seed = next_above(bounds, seed + 1, last - first, limits)) {
                const uint16_t *row = bounds + seed * LANES;
                for (int lane = 0; lane < lanes; lane++)
                    if (row[lane] > limits[lane]) {
                        const int64_t need = group * LANES + lane;
                        note(task, need, (uint32_t)(first + seed), row[lane], buffer + need * 2 * task->keep,
                             held + need, limits + lane, dropped + need);
                    }
            }
            memset(bounds, 0, (size_t)(last - first) * LANES * sizeof *bounds);
        }
    }
    free(block.starts);
    free(block.seeds);
    free(block.impacts);
    free(bounds);
    free(thresholds);
    return ready;
}

typedef struct {
    int32_t column;
    double weight;
} Weighed;

static int by_bound(const void *left, const void *right) {
    const Candidate a = *(const Candidate *)left, b = *(const Candidate *)right;
    return better(b, a) - better(a, b);
}

static inline uint32_t slot_of(int32_t column) {
    return (uint32_t)column * 2654435769u >> 7;
}

static void fill_table(Weighed *table, uint32_t size, const int32_t *columns, const double *weights, int64_t n) {
    for (uint32_t slot = 0; slot < size; slot++)
        table[slot].column = MISSING;
    for (int64_t i = 0; i < n; i++) {
        uint32_t slot = slot_of(columns[i]) & (size - 1);
        while (table[slot].column != MISSING)
            slot = (slot + 1) & (size - 1);
        table[slot] = (Weighed){columns[i], weights[i]};
    }
}

/* Additions follow the columns, so that equal texts get equal sums to the last bit. */
static double score_of(const Task *task, int64_t seed, const Weighed *table, uint32_t size) {
    double score = 0.0;
    for (int64_t i = task->seed_pointers[seed]; i < task->seed_pointers[seed + 1]; i++) {
        const int32_t column = task->seed_columns[i];
        uint32_t slot = slot_of(column) & (size - 1);
        while (table[slot].column != MISSING && table[slot].column != column)
            slot = (slot + 1) & (size - 1);
        if (table[slot].column == column)
            score += table[slot].weight * (double)task->seed_impacts[i];
    }
    return score;
}

typedef struct {
    int64_t k, n;
    int64_t *seeds;
    double *scores;
} Best;

static int is_full(const Best *best) {
    return best->n == best->k;
}

static void insert(Best *best, int64_t seed, double score) {
    const int64_t last = best->n - 1;
    if (is_full(best) &&
        (score < best->scores[last] || (score == best->scores[last] && seed > best->seeds[last])))
        return;
    int64_t place = is_full(best) ? last : best->n++;
    for (; place > 0 && (best->scores[place - 1] < score ||
                         (best->scores[place - 1] == score && best->seeds[place - 1] > seed));
         place--) {
        best->scores[place] = best->scores[place - 1];
        best->seeds[place] = best->seeds[place - 1];
    }
    best->scores[place] = score;
    best->seeds[place] = seed;
}

typedef struct {
    int64_t k, workers, width;
    const int64_t *need_pointers;
    const int32_t *need_columns;
    const double *need_weights;
    const double *units; /* score of one step of a need's bounds */
    Candidate *const *buffers;  /* by worker: need x width */
    int64_t *const *held;       /* by worker: need -> candidates */
    uint16_t *const *dropped;   /* by worker: need -> greatest bound of the seeds that are no candidates */
    int64_t *seeds;             /* need x k */
    double *scores;             /* need x k */
    uint8_t *proven;            /* need -> no seed left out belongs among the k */
} Settling;

static int64_t gather_candidates(const Settling *settling, int64_t need, Candidate *all, uint16_t *dropped) {
    int64_t n = 0;
    *dropped = 0;
    for (int64_t worker = 0; worker < settling->workers; worker++) {
        const int64_t held = settling->held[worker][need];
        memcpy(all + n, settling->buffers[worker] + need * settling->width, (size_t)held * sizeof *all);
        n += held;
        if (settling->dropped[worker][need] > *dropped)
            *dropped = settling->dropped[worker][need];
    }
    return n;
}

static void settle_need(const Task *task, const Settling *settling, int64_t need, Candidate *all, Weighed *table) {
    const int64_t start = settling->need_pointers[need], terms = settling->need_pointers[need + 1] - start;
    uint32_t size = 16;
    while (size < 4 * terms)
        size *= 2;
    fill_table(table, size, settling->need_columns + start, settling->need_weights + start, terms);
    uint16_t dropped;
    const int64_t n = gather_candidates(settling, need, all, &dropped);
    /* Those beyond the best `keep` are looked at only if the best ones leave a doubt. */
    int64_t sorted = n < task->keep ? n : task->keep;
    select_best(all, n, sorted);
    qsort(all, (size_t)sorted, sizeof *all, by_bound);
    Best best = {settling->k, 0, settling->seeds + need * settling->k, settling->scores + need * settling->k};
    const double unit = settling->units[need];
    for (int64_t i = 0; i < n; i++) {
        if (i == sorted) {
            qsort(all + i, (size_t)(n - i), sizeof *all, by_bound);
            sorted = n;
        }
        if (is_full(&best) && all[i].bound * unit < best.scores[best.n - 1])
            break;
        const double score = score_of(task, all[i].seed, table, size);
        if (score > 0)
            insert(&best, all[i].seed, score);
    }
    settling->proven[need] = dropped == 0 || (is_full(&best) && dropped * unit < best.scores[best.n - 1]);
}

/* Exact scores of the candidates that may be among the best k of needs [first, last), best first, ties by seed.
 * Returns 0 where memory ran out. */
int settle(const Task *task, const Settling *settling, int64_t first, int64_t last) {
    int64_t longest = 0;
    for (int64_t need = first; need < last; need++) {
        const int64_t n = settling->need_pointers[need + 1] - settling->need_pointers[need];
        longest = n > longest ? n : longest;
    }
    size_t size = 16;
    while ((int64_t)size < 4 * longest)
        size *= 2;
    Weighed *table = malloc(size * sizeof *table);
    Candidate *all = malloc((size_t)(settling->workers * settling->width + 1) * sizeof *all);
    const int ready = table && all;
    for (int64_t need = first; ready && need < last; need++)
        settle_need(task, settling, need, all, table);
    free(table);
    free(all);
    return ready;
}
