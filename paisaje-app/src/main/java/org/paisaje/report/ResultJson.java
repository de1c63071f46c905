package org.paisaje.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.study.Block;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Keep;
import org.paisaje.study.Mark;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A result as JSON, for {@code result.json} and {@code --json}, by the schema in {@code docs/result.schema.json}. Numbers
 * that are not finite are the texts "Infinity", "-Infinity" and "NaN".
 */
public final class ResultJson {
    /** The version of the schema; it changes when a reader of the older one would be misled. */
    public static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultJson() {}

    /**
     * A result.
     *
     * @param command the command line that makes it again
     * @param files the names of the files beside it
     */
    public static String write(Result result, String command, List<String> files) {
        var root = new LinkedHashMap<String, Object>();
        root.put("schema", VERSION);
        root.put("study", result.study());
        root.put("command", command);
        root.put("title", result.title());
        root.put("headline", result.headline());
        if (!result.about().isBlank()) {
            root.put("about", result.about());
        }
        var ending = new LinkedHashMap<String, Object>();
        ending.put("kind", result.ending().kind().word());
        ending.put("complete", result.ending().complete());
        ending.put("words", result.ending().words());
        if (!result.ending().remedy().isBlank()) {
            ending.put("remedy", result.ending().remedy());
        }
        root.put("ending", ending);
        root.put("setting", result.setting());
        root.put("measurements", result.measurements());
        if (!result.answers().isEmpty()) {
            root.put("answers", result.answers());
        }
        root.put("advice", result.advice());
        if (!result.changes().isEmpty()) {
            root.put("changes", result.changes());
        }
        result.lead().ifPresent(figure -> root.put("lead", figure(figure)));
        root.put("sections", result.sections().stream().map(ResultJson::section).toList());
        root.put("files", files);
        var arrays = new LinkedHashMap<String, Object>();
        for (Keep keep : result.files()) {
            if (keep instanceof Keep.Array kept) {
                var array = new LinkedHashMap<String, Object>();
                array.put("file", kept.files().getFirst());
                array.put("shape", List.of(kept.rows(), kept.columns()));
                arrays.put(kept.name(), array);
            }
            if (keep instanceof Keep.Vector kept) {
                var array = new LinkedHashMap<String, Object>();
                array.put("file", kept.files().getFirst());
                array.put("shape", List.of(kept.values().length));
                arrays.put(kept.name(), array);
            }
        }
        root.put("arrays", arrays);
        root.put("seconds", result.seconds());
        result.provenance().ifPresent(made -> root.put("provenance", made));
        return JSON.writeValueAsString(root) + "\n";
    }

    /** Any records, maps and lists as JSON. */
    public static String write(Object value) {
        return JSON.writeValueAsString(value) + "\n";
    }

    private static Map<String, Object> section(Section section) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", section.id());
        map.put("title", section.title());
        section.mark().ifPresent(mark -> map.put("mark", mark(mark)));
        if (!section.summary().isBlank()) {
            map.put("summary", section.summary());
        }
        map.put("findings", section.findings().map(ResultJson::finding).toList());
        var tables = new ArrayList<Map<String, Object>>();
        var figures = new ArrayList<Map<String, Object>>();
        for (Block block : section.blocks()) {
            switch (block) {
                case Block.Numbers(Figure.Table table) -> tables.add(table(table));
                case Block.Picture(Figure.Table table) -> tables.add(table(table));
                case Block.Picture(Figure figure) -> figures.add(figure(figure));
                default -> {}
            }
        }
        map.put("tables", tables);
        map.put("figures", figures);
        if (!section.values().isEmpty()) {
            map.put("values", section.values());
        }
        return map;
    }

    private static Map<String, Object> mark(Mark mark) {
        var map = new LinkedHashMap<String, Object>();
        map.put("word", mark.word());
        map.put("assessment", mark.assessment().word());
        return map;
    }

    private static Map<String, Object> finding(Finding finding) {
        var map = new LinkedHashMap<String, Object>();
        map.put("rule", finding.id());
        map.put("quantity", finding.quantity());
        finding.measured().ifPresent(measured -> map.put("measured", estimate(measured)));
        Optional<Finding.Theory> against = finding.theory();
        against.ifPresent(theory -> {
            var held = new LinkedHashMap<String, Object>();
            held.put("relation", theory.relation().sign());
            held.putAll(estimate(theory.value()));
            held.put("source", theory.origin());
            map.put("theory", held);
        });
        map.put("assessment", finding.assessment().word());
        map.put("verdict", finding.verdict());
        map.put("reason", finding.note());
        return map;
    }

    private static Map<String, Object> estimate(Estimate estimate) {
        var map = new LinkedHashMap<String, Object>();
        map.put("value", estimate.value());
        map.put("low", estimate.low());
        map.put("high", estimate.high());
        return map;
    }

    private static Map<String, Object> figure(Figure figure) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", figure.id());
        map.put("title", figure.title());
        map.put("caption", figure.caption());
        return map;
    }

    private static Map<String, Object> table(Figure.Table table) {
        Map<String, Object> map = figure(table);
        map.put("columns", table.columns());
        map.put("rows", table.rows().stream().map(row -> row.stream().map(ResultJson::cell).toList()).toList());
        return map;
    }

    private static Object cell(Cell cell) {
        return switch (cell) {
            case Cell.Text(String words) -> words;
            case Cell.Real(double value, int digits) -> value;
            case Cell.Measured(Estimate estimate) -> estimate(estimate);
            case Cell.Count(long value) -> value;
            case Cell.Share(double value) -> value;
            case Cell.Contradicting(Cell inner) -> Map.of("contradicting", cell(inner));
        };
    }
}
