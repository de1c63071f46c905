package org.paisaje.study.spectrum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.format.Tensor;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Session;
import org.paisaje.study.folder.KeptFile;
import org.paisaje.study.train.KeptRun;
import org.paisaje.theory.landscape.Sharpness;

/**
 * The readings of the sharpness along a run, kept after each that is due. The checkpoint of the run is written at the same steps,
 * before the reading of the step, so that what is kept is never ahead of it.
 */
final class KeptReadings {
    /** The file. */
    static final String NAME = "sharpness.part";

    private static final String READINGS = "readings";
    private static final String VECTOR = "vector";
    private static final String THETA = "theta";
    private static final String STATE = "state";
    private static final int COLUMNS = 5;

    private final KeptFile file;

    /**
     * Where the readings stand.
     *
     * @param step the last step that was due
     * @param readings so far
     * @param theta the last finite point that was looked at
     * @param preconditioned whether the Hessian was divided there
     * @param products so far
     * @param vector where the next reading starts; of length 0 if there is none
     */
    record Held(long step, List<SharpnessCourse.Reading> readings, double[] theta, boolean preconditioned,
            long products,
            double[] vector) {
        Sharpness.Warm warm() {
            return new Sharpness.Warm(Sharpness.Warm.cold().sharpness(), vector, 0);
        }
    }

    KeptReadings(SpectrumSetting setting, Session session) {
        this.file = new KeptFile(NAME, setting.describe(), session);
    }

    Optional<Held> read() {
        return file.read().map(held -> {
            Matrix rows = file.tensor(held, READINGS).rows();
            double[] state = file.tensor(held, STATE).values();
            if (rows.columns() != COLUMNS || state.length != 4) {
                throw file.unfit("holds no readings of the sharpness");
            }
            List<SharpnessCourse.Reading> readings = new ArrayList<>();
            for (int i = 0; i < (int) state[3]; i++) {
                double[] row = rows.row(i);
                readings.add(new SharpnessCourse.Reading((long) row[0], row[1], row[2], row[3], row[4]));
            }
            return new Held((long) state[0], readings, file.tensor(held, THETA).values(), state[1] != 0,
                    (long) state[2],
                    held.tensors().containsKey(VECTOR) ? file.tensor(held, VECTOR).values() : new double[0]);
        });
    }

    void write(Held held) {
        if (!file.keeps()) {
            return;
        }
        int n = held.readings().size();
        Matrix rows = Matrix.zeros(Math.max(1, n), COLUMNS);
        for (int i = 0; i < n; i++) {
            SharpnessCourse.Reading at = held.readings().get(i);
            rows.setRow(i, new double[] {at.step(), at.loss(), at.sharpness(), at.bound(), at.stable()});
        }
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put(READINGS, Tensor.of(rows));
        tensors.put(STATE, row(held.step(), held.preconditioned() ? 1 : 0, held.products(), n));
        tensors.put(THETA, row(held.theta()));
        if (held.vector().length > 0) {
            tensors.put(VECTOR, row(held.vector()));
        }
        file.write(tensors, Map.of());
    }

    private static Tensor row(double... values) {
        return Tensor.of(Matrix.wrap(1, values.length, values));
    }

    /** Refuses readings and a checkpoint of which one lacks what the other has. */
    void require(boolean together) {
        if (!together) {
            throw file.unfit("does not fit the run in " + KeptRun.NAME);
        }
    }
}
