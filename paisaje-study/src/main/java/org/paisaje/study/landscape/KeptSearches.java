package org.paisaje.study.landscape;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.paisaje.data.format.Tensor;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Session;
import org.paisaje.study.folder.KeptFile;
import org.paisaje.theory.landscape.critical.SearchEnd;
import org.paisaje.theory.landscape.critical.SearchLog;

/** The ends of searches for critical points, kept every few seconds and when the run is stopped. */
final class KeptSearches implements SearchLog {
    /** The file. */
    static final String SEARCHES = "searches.part";

    private static final String ENDS = "ends";
    private static final int FOUND = 0;
    private static final int FLAT = 1;
    private static final int UNFINISHED = 2;
    private static final int ESCAPED = 3;
    /** Start, kind, iterations, value, gradient norm and Newton step stand before x and the eigenvalues. */
    private static final int HEAD = 6;

    private final KeptFile file;
    private final int p;
    private final Map<Integer, SearchEnd> ends = new TreeMap<>();

    KeptSearches(LandscapeSetting setting, int dimension, Session session) {
        this.file = new KeptFile(SEARCHES, setting.describe(), session);
        this.p = dimension;
        file.read().ifPresent(held -> read(file.tensor(held, ENDS).rows()));
    }

    private void read(Matrix rows) {
        if (rows.columns() != HEAD + 2 * p) {
            throw file.unfit("does not hold searches of " + p + " parameters");
        }
        for (int i = 0; i < rows.rows(); i++) {
            double[] row = rows.row(i);
            ends.put((int) row[0], end(row));
        }
    }

    private SearchEnd end(double[] row) {
        int iterations = (int) row[2];
        return switch ((int) row[1]) {
            case FOUND -> new SearchEnd.Found(part(row, 0), row[3], row[4], part(row, 1), row[5], iterations);
            case FLAT -> new SearchEnd.Flat(row[3], row[4], iterations);
            case UNFINISHED -> new SearchEnd.Unfinished(row[3], row[4], iterations);
            default -> new SearchEnd.Escaped(iterations);
        };
    }

    private double[] part(double[] row, int which) {
        double[] result = new double[p];
        System.arraycopy(row, HEAD + which * p, result, 0, p);
        return result;
    }

    @Override
    public synchronized Optional<SearchEnd> known(int start) {
        return Optional.ofNullable(ends.get(start));
    }

    @Override
    public synchronized void ended(int start, SearchEnd end) {
        ends.put(start, end);
        if (file.due()) {
            write();
        }
    }

    /** Writes what is known. */
    synchronized void write() {
        if (!file.keeps() || ends.isEmpty()) {
            return;
        }
        Matrix rows = Matrix.zeros(ends.size(), HEAD + 2 * p);
        int i = 0;
        for (Map.Entry<Integer, SearchEnd> one : ends.entrySet()) {
            double[] row = new double[HEAD + 2 * p];
            row[0] = one.getKey();
            row[2] = one.getValue().iterations();
            switch (one.getValue()) {
                case SearchEnd.Found found -> {
                    fill(row, FOUND, found.value(), found.gradientNorm());
                    row[5] = found.correction();
                    System.arraycopy(found.x(), 0, row, HEAD, p);
                    System.arraycopy(found.eigenvalues(), 0, row, HEAD + p, p);
                }
                case SearchEnd.Flat flat -> fill(row, FLAT, flat.value(), flat.gradientNorm());
                case SearchEnd.Unfinished spent -> fill(row, UNFINISHED, spent.value(), spent.gradientNorm());
                case SearchEnd.Escaped escaped -> row[1] = ESCAPED;
            }
            rows.setRow(i++, row);
        }
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put(ENDS, Tensor.of(rows));
        file.write(tensors, Map.of());
    }

    private static void fill(double[] row, int kind, double value, double norm) {
        row[1] = kind;
        row[3] = value;
        row[4] = norm;
    }
}
