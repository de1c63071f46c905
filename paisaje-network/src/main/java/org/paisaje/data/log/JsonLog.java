package org.paisaje.data.log;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.format.DataFormatException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A log of JSON: an object a line, or one document that is a list of objects, holds one as {@code log_history} or
 * {@code history}, or has a list of numbers for each name as the history of Keras.
 */
final class JsonLog {
    private static final long LONGEST = 200_000_000;
    // Big decimals keep the digits as they were printed.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonLog() {}

    static List<String> read(Path file, LogRows rows) {
        try {
            if (Files.size(file) > LONGEST) {
                throw new DataFormatException(file.toString(), "", "it has " + Files.size(file)
                        + " bytes; logs of at most " + LONGEST + " are read");
            }
            String name = file.toString().toLowerCase(Locale.ROOT);
            return name.endsWith(".json")
                    ? document(file, parse(file, "", Files.readString(file)), rows)
                    : lines(file, Files.readAllLines(file), rows);
        } catch (MalformedInputException e) {
            throw new DataFormatException(file.toString(), "", "it is no text in UTF-8");
        } catch (IOException e) {
            throw DataFormatException.of(file, e);
        }
    }

    private static List<String> lines(Path file, List<String> lines, LogRows rows) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                continue;
            }
            // What was being written when a run was killed.
            if (i == lines.size() - 1 && i > 0 && !line.stripTrailing().endsWith("}")) {
                return List.of("its last line is cut off and was passed over");
            }
            JsonNode node = parse(file, "line " + (i + 1), line);
            if (!node.isObject()) {
                throw new DataFormatException(file.toString(), "line " + (i + 1),
                        "a line of a log is an object, such as {\"step\": 100, \"loss\": 0.31}");
            }
            rows.row(numbers(node));
        }
        return List.of();
    }

    private static JsonNode parse(Path file, String place, String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new DataFormatException(file.toString(), place,
                    "it is not valid JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
    }

    private static List<String> document(Path file, JsonNode root, LogRows rows) {
        JsonNode list = root.isArray()
                ? root
                : root.path("log_history").isArray() ? root.path("log_history") : root.path("history");
        if (list.isArray()) {
            for (JsonNode one : list) {
                rows.row(numbers(one));
            }
            return List.of();
        }
        JsonNode columns = list.isObject() ? list : root;
        long longest = columns.properties()
                .stream()
                .filter(column -> column.getValue().isArray())
                .mapToLong(column -> column.getValue().size())
                .max()
                .orElse(0);
        if (longest == 0) {
            throw new DataFormatException(file.toString(), "", "it holds no history: neither a list of objects nor "
                    + "lists of numbers by name");
        }
        boolean counted = columns.properties()
                .stream()
                .anyMatch(column -> LogRows.counts(column.getKey(), true) || LogRows.counts(column.getKey(), false));
        for (int i = 0; i < longest; i++) {
            var row = new LinkedHashMap<String, LogRows.Entry>();
            for (Map.Entry<String, JsonNode> column : columns.properties()) {
                number(column.getValue().path(i)).ifPresent(entry -> row.put(column.getKey(), entry));
            }
            if (!counted) {
                // Keras keeps one number an epoch, the first of epoch 1.
                row.put("epoch", new LogRows.Entry(i + 1.0, 0));
            }
            rows.row(row);
        }
        return counted ? List.of() : List.of("its numbers are taken for one an epoch, the first after epoch 1");
    }

    private static Map<String, LogRows.Entry> numbers(JsonNode object) {
        var row = new LinkedHashMap<String, LogRows.Entry>();
        collect("", object, row, 0);
        return row;
    }

    private static void collect(String prefix, JsonNode object, Map<String, LogRows.Entry> row, int depth) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = prefix + entry.getKey();
            if (entry.getValue().isObject() && depth < 4) {
                collect(name + "/", entry.getValue(), row, depth + 1);
            } else {
                number(entry.getValue()).ifPresent(value -> row.put(name, value));
            }
        }
    }

    private static Optional<LogRows.Entry> number(JsonNode node) {
        // A number beyond the range of doubles cannot be converted.
        double value = node.isNumber() ? node.asDouble(Double.NaN) : Double.NaN;
        if (!Double.isFinite(value)) {
            return Optional.empty();
        }
        return Optional.of(new LogRows.Entry(value,
                node.isIntegralNumber() ? 0.5 : LoggedSeries.halfUnit(node.asString())));
    }
}
