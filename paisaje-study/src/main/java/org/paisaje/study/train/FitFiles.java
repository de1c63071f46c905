package org.paisaje.study.train;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.data.format.AtomicFile;
import org.paisaje.data.format.CsvFile;
import org.paisaje.data.format.ElementType;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.weights.Weights;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a run leaves in a folder; each file is complete or absent. */
public final class FitFiles {
    /** The parameters. */
    public static final String WEIGHTS = "weights.safetensors";
    /** The run as {@link Fit#resume} continues it. */
    public static final String CHECKPOINT = "checkpoint";
    /** The history as a table. */
    public static final String HISTORY = "history.csv";
    /** The history by column. */
    public static final String HISTORY_JSON = "history.json";
    /** Setting, outcome, measurements, provenance. */
    public static final String RESULT = "result.json";

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private FitFiles() {}

    /**
     * The result as JSON text.
     *
     * @param head what stands first, such as the command
     * @param provenance what made the result
     * @param files whether the files of {@link #write} are named
     */
    public static String json(FitResult result, Map<String, ?> head, Map<String, ?> provenance, boolean files) {
        var all = new LinkedHashMap<String, Object>(head);
        all.putAll(result.describe());
        all.put("provenance", provenance);
        all.put("files", files ? List.of(WEIGHTS, HISTORY, HISTORY_JSON, CHECKPOINT) : List.of());
        return JSON.writeValueAsString(all) + "\n";
    }

    /** Writes weights and history to the folder, and last the result: it is there when all is. */
    public static void write(Path folder, FitResult result, String json) {
        Weights.write(folder.resolve(WEIGHTS), result.setting().network(), result.trajectory().theta(),
                ElementType.F64,
                Map.of("outcome", result.trajectory().outcome().describe(), "loss", result.setting().loss().name()));
        Map<String, double[]> history = result.history();
        List<String> names = List.copyOf(history.keySet());
        int rows = history.getOrDefault("step", new double[0]).length;
        Matrix table = Matrix.zeros(rows, names.size());
        for (int j = 0; j < names.size(); j++) {
            double[] column = history.getOrDefault(names.get(j), new double[0]);
            for (int i = 0; i < rows; i++) {
                table.set(i, j, column[i]);
            }
        }
        CsvFile.write(folder.resolve(HISTORY), names, table);
        text(folder.resolve(HISTORY_JSON), JSON.writeValueAsString(history) + "\n");
        text(folder.resolve(RESULT), json);
    }

    private static void text(Path file, String text) {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
