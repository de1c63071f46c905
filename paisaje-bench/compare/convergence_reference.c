/* The reference of claim 003.table1.corrected: Table 1 of document 003 with the sign of descent, by a program that shares
 * nothing with paisaje.
 *
 *     cc -O3 -march=native -o reference convergence_reference.c -lm && ./reference 2000
 *
 * A run counts as converged if after 20,000 steps of 0.05 it is within 0.008 d of the point that the same dynamics reach
 * from w* = (1, ..., 1) on the same sample. Prints how many of the runs did: nine rows, (d, N) in the order of the table,
 * of six cells, l2 with lambda = .001, .01, .1, then l1. The update is w += eta (X^T D (D* X w* - X w)/N - lambda w) for l2
 * and with lambda/2 sign(w) for l1. Random numbers: xoshiro256** and the polar method. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t s[4];

static uint64_t rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static double uniform(void) {
    uint64_t result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotate(s[3], 45);
    return (result >> 11) * 0x1p-53;
}

static double normal(void) {
    double u, v, q;
    do {
        u = 2 * uniform() - 1;
        v = 2 * uniform() - 1;
        q = u * u + v * v;
    } while (q >= 1 || q == 0);
    return u * sqrt(-2 * log(q) / q);
}

static void run(int n, int d, const double *x, const double *target, double lambda, int l2, double *w) {
    for (int step = 0; step < 20000; step++) {
        double sum[5] = {0};
        for (int i = 0; i < n; i++) {
            double z = 0;
            for (int j = 0; j < d; j++) z += x[i * d + j] * w[j];
            double r = z > 0 ? target[i] - z : 0;
            for (int j = 0; j < d; j++) sum[j] += r * x[i * d + j];
        }
        int moved = 0;
        for (int j = 0; j < d; j++) {
            double penalty = l2 ? lambda * w[j] : lambda / 2 * ((w[j] > 0) - (w[j] < 0));
            double next = w[j] + 0.05 * (sum[j] / n - penalty);
            moved |= next != w[j];
            w[j] = next;
        }
        if (!moved) break;
    }
}

int main(int count, char **arguments) {
    int runs = count > 1 ? atoi(arguments[1]) : 2000;
    const int dimensions[] = {2, 3, 5}, samples[] = {10, 20, 100};
    const double lambdas[] = {.001, .01, .1};
    for (int k = 0; k < 4; k++) s[k] = 0x9e3779b97f4a7c15u * (k + 1);
    for (int row = 0; row < 9; row++) {
        int d = dimensions[row / 3], n = samples[row % 3];
        for (int column = 0; column < 6; column++) {
            double radius = 0.1 * sqrt(2 * acos(-1) / (d + 1)) * sqrt(d);
            int converged = 0;
            for (int r = 0; r < runs; r++) {
                double x[500], target[100], w[5], star[5], length = 0, apart = 0;
                for (int i = 0; i < n; i++) {
                    target[i] = 0;
                    for (int j = 0; j < d; j++) target[i] += x[i * d + j] = normal();
                    target[i] = target[i] > 0 ? target[i] : 0;
                }
                for (int j = 0; j < d; j++) w[j] = normal(), length += w[j] * w[j];
                double scale = radius * pow(uniform(), 1.0 / d) / sqrt(length);
                for (int j = 0; j < d; j++) w[j] *= scale, star[j] = 1;
                run(n, d, x, target, lambdas[column % 3], column < 3, w);
                run(n, d, x, target, lambdas[column % 3], column < 3, star);
                for (int j = 0; j < d; j++) apart += (w[j] - star[j]) * (w[j] - star[j]);
                converged += sqrt(apart) < 0.008 * d;
            }
            printf("%d%s", converged, column == 5 ? ",\n" : ", ");
            fflush(stdout);
        }
    }
    return 0;
}
