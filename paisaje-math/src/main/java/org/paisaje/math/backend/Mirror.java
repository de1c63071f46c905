package org.paisaje.math.backend;

import java.util.function.IntConsumer;

/** Block-wise copies across the diagonal; blocks of {@value #BLOCK} rows stay in the first-level cache. */
public final class Mirror {
    private static final int BLOCK = 32;
    private static final long WORTH_SHARING = 1 << 18;

    private Mirror() {}

    /** Copies the strict lower triangle of a square slice to the upper. */
    public static void lowerToUpper(Team team, int n, double[] c, int offset, int stride) {
        inStrips(team, n, strip -> mirrorStrip(n, c, offset, stride, strip));
    }

    /** Single precision. */
    public static void lowerToUpper(Team team, int n, float[] c, int offset, int stride) {
        inStrips(team, n, strip -> mirrorStrip(n, c, offset, stride, strip));
    }

    private static void inStrips(Team team, int n, IntConsumer mirror) {
        int strips = (n + BLOCK - 1) / BLOCK;
        if ((long) n * n < WORTH_SHARING) {
            for (int strip = 0; strip < strips; strip++) {
                mirror.accept(strip);
            }
        } else {
            // Strips pair a long with a short one, so that tasks weigh the same.
            team.run((strips + 1) / 2, strip -> {
                mirror.accept(strip);
                if (strips - 1 - strip != strip) {
                    mirror.accept(strips - 1 - strip);
                }
            });
        }
    }

    private static void mirrorStrip(int n, double[] c, int offset, int stride, int strip) {
        int i0 = strip * BLOCK;
        int iEnd = Math.min(n, i0 + BLOCK);
        for (int j0 = i0; j0 < n; j0 += BLOCK) {
            int jEnd = Math.min(n, j0 + BLOCK);
            for (int i = i0; i < iEnd; i++) {
                int row = offset + i * stride;
                for (int j = Math.max(j0, i + 1); j < jEnd; j++) {
                    c[row + j] = c[offset + j * stride + i];
                }
            }
        }
    }

    private static void mirrorStrip(int n, float[] c, int offset, int stride, int strip) {
        int i0 = strip * BLOCK;
        int iEnd = Math.min(n, i0 + BLOCK);
        for (int j0 = i0; j0 < n; j0 += BLOCK) {
            int jEnd = Math.min(n, j0 + BLOCK);
            for (int i = i0; i < iEnd; i++) {
                int row = offset + i * stride;
                for (int j = Math.max(j0, i + 1); j < jEnd; j++) {
                    c[row + j] = c[offset + j * stride + i];
                }
            }
        }
    }

    /** out (columns x rows) := transpose of in (rows x columns). */
    public static void transpose(Team team, int rows, int columns, double[] in, double[] out) {
        int strips = (rows + BLOCK - 1) / BLOCK;
        if ((long) rows * columns < WORTH_SHARING) {
            for (int strip = 0; strip < strips; strip++) {
                transposeStrip(rows, columns, in, out, strip);
            }
        } else {
            team.run(strips, strip -> transposeStrip(rows, columns, in, out, strip));
        }
    }

    private static void transposeStrip(int rows, int columns, double[] in, double[] out, int strip) {
        int i0 = strip * BLOCK;
        int iEnd = Math.min(rows, i0 + BLOCK);
        for (int j0 = 0; j0 < columns; j0 += BLOCK) {
            int jEnd = Math.min(columns, j0 + BLOCK);
            for (int j = j0; j < jEnd; j++) {
                for (int i = i0; i < iEnd; i++) {
                    out[j * rows + i] = in[i * columns + j];
                }
            }
        }
    }
}
