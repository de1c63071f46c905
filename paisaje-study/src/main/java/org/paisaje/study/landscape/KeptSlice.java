package org.paisaje.study.landscape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.tensor.SafetensorsFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Session;
import org.paisaje.theory.landscape.slice.LossGrid;

/**
 * What a second start goes on from: the weights along the run, written once, and the lines of the surface that are known, every few
 * seconds and when the run is stopped. Each line is computed by itself, so that its bits are those of a run that was not stopped.
 */
final class KeptSlice {
    /** The weights. */
    static final String WEIGHTS = "weights.part";
    /** The lines. */
    static final String LINES = "lines.part";

    private static final long EVERY_NANOS = 3_000_000_000L;
    private static final String SETTING = "setting";
    private static final String PLACES = "places";
    private static final String POINTS = "points";

    private final Optional<Path> folder;
    private final boolean resume;
    private final String setting;
    private long last = System.nanoTime();

    KeptSlice(LandscapeSetting setting, Session session) {
        this.folder = session.folder();
        this.resume = session.resume();
        this.setting = setting.describe().toString();
    }

    /** The weights that were kept, if it is asked to go on from them. */
    Optional<WeightsCourse> weights() {
        return read(WEIGHTS).map(file -> {
            Matrix points = tensor(file, POINTS).rows();
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < points.rows(); i++) {
                rows.add(points.row(i).clone());
            }
            return new WeightsCourse(rows, List.of(file.metadata().getOrDefault(PLACES, "").split("\n", -1)), "");
        });
    }

    /** Keeps the weights. */
    void keep(WeightsCourse course) {
        var tensors = new LinkedHashMap<String, Tensor>();
        if (folder.isPresent()) {
            tensors.put(POINTS, Tensor.of(Matrix.of(course.points().toArray(double[][]::new))));
            write(WEIGHTS, tensors, String.join("\n", course.places()));
        }
    }

    /** Puts the lines that were kept into the grids. */
    void restore(List<LossGrid> grids) {
        read(LINES).ifPresent(file -> {
            for (int g = 0; g < grids.size(); g++) {
                double[] known = tensor(file, "scale " + g).values();
                int at = 0;
                for (double[] line : grids.get(g).values()) {
                    System.arraycopy(known, at, line, 0, line.length);
                    at += line.length;
                }
            }
        });
    }

    /** Keeps the lines that are known, if it is time; {@code now} keeps them in any case. */
    synchronized void keep(List<LossGrid> grids, boolean now) {
        long time = System.nanoTime();
        if (folder.isEmpty() || !now && time - last < EVERY_NANOS) {
            return;
        }
        var tensors = new LinkedHashMap<String, Tensor>();
        for (int g = 0; g < grids.size(); g++) {
            double[][] values = grids.get(g).values();
            Matrix known = Matrix.zeros(values.length, values[0].length);
            for (int i = 0; i < values.length; i++) {
                // A line whose end is not known yet is under way in another thread.
                boolean whole = !Double.isNaN(values[i][values[i].length - 1]);
                for (int j = 0; j < values[i].length; j++) {
                    known.set(i, j, whole ? values[i][j] : Double.NaN);
                }
            }
            tensors.put("scale " + g, Tensor.of(known));
        }
        write(LINES, tensors, "");
        last = System.nanoTime();
    }

    /** Removes what was kept, once the result is there. */
    void remove() {
        folder.ifPresent(path -> {
            try {
                Files.deleteIfExists(path.resolve(WEIGHTS));
                Files.deleteIfExists(path.resolve(LINES));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void write(String name, SequencedMap<String, Tensor> tensors, String places) {
        var metadata = new LinkedHashMap<String, String>();
        metadata.put(SETTING, setting);
        metadata.put(PLACES, places);
        folder.ifPresent(path -> SafetensorsFile.write(path.resolve(name), tensors, metadata));
    }

    private Optional<SafetensorsFile> read(String name) {
        Optional<Path> file = folder.map(path -> path.resolve(name)).filter(Files::isRegularFile);
        if (!resume || file.isEmpty()) {
            return Optional.empty();
        }
        SafetensorsFile read = SafetensorsFile.read(file.get());
        if (!setting.equals(read.metadata().get(SETTING))) {
            throw new IllegalArgumentException("--resume: what is kept in " + file.get()
                    + " is of another setting; go on with the command that began it, or --overwrite it");
        }
        return Optional.of(read);
    }

    private static Tensor tensor(SafetensorsFile file, String name) {
        Tensor found = file.tensors().get(name);
        if (found == null) {
            throw new IllegalArgumentException("--resume: what is kept lacks " + name + "; --overwrite begins anew");
        }
        return found;
    }
}
