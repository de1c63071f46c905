package org.paisaje.study.explain.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.paisaje.data.TestShare;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.source.SourceOptions;
import org.paisaje.study.folder.RunFolder;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a run of ours says about itself in its {@code result.json}; of a run made elsewhere it is nothing. */
public final class ToldRun {
    private final JsonNode setting;

    private ToldRun(JsonNode setting) {
        this.setting = setting;
    }

    /** Looks into a folder. */
    public static ToldRun of(Path folder) {
        Path file = folder.resolve(RunFolder.RESULT);
        RunFolder.verify(folder);
        try {
            if (Files.isRegularFile(file)) {
                JsonNode root = JsonMapper.shared().readTree(Files.readAllBytes(file));
                if (root.path("study").asString("").equals("train")) {
                    return new ToldRun(root.path("setting"));
                }
            }
        } catch (JacksonException e) {
            throw new DataFormatException(file.toString(), "",
                    "it is not valid JSON, so what was trained is not known");
        } catch (IOException e) {
            throw DataFormatException.of(file, e);
        }
        return new ToldRun(JsonMapper.shared().createObjectNode());
    }

    /** Whether it says on which data it was trained. */
    public boolean known() {
        return setting.has("data");
    }

    /** An entry of the setting as text. */
    public Optional<String> text(String name) {
        JsonNode value = setting.path(name);
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asString());
    }

    /**
     * The problem of that run.
     *
     * @param raw with inputs as they were read, even if the run standardised them
     */
    public ProblemBuilder builder(boolean raw) {
        CsvDialect dialect = CsvDialect.detected();
        if (setting.has("separator")) {
            dialect = dialect.withSeparator(text("separator").orElseThrow());
        }
        if (setting.has("decimal")) {
            dialect = dialect.withDecimal(text("decimal").orElseThrow());
        }
        if (setting.has("missing")) {
            dialect = dialect.withMissing(CsvDialect.Missing.parse(text("missing").orElseThrow()));
        }
        if (setting.has("missing-value")) {
            dialect = dialect.withCodes(List.of(text("missing-value").orElseThrow().split(",")));
        }
        dialect = dialect.dropping(setting.path("drop").valueStream().map(JsonNode::asString).toList());
        if (setting.has("group")) {
            dialect = dialect.withGroup(text("group").orElseThrow());
        }
        SourceOptions reading = SourceOptions.detected().dialect(dialect);
        if (setting.has("target")) {
            reading = reading.withTarget(text("target").orElseThrow());
        }
        if (setting.has("task")) {
            reading = reading.reading(SourceOptions.Reading.parse(text("task").orElseThrow()));
        }
        ProblemBuilder builder = Problem.builder(setting.path("seed").asLong(1))
                .data(text("data").orElseThrow())
                .reading(reading);
        text("test").ifPresent(builder::test);
        text("split").ifPresent(share -> builder.split(TestShare.parse(share)));
        if (setting.path("standardize").asBoolean(false) && !raw) {
            builder.standardized();
        }
        text("whiten").filter(_ -> !raw).ifPresent(builder::whitened);
        if (setting.path("standardize-target").asBoolean(false)) {
            builder.standardizedTargets();
        }
        if (setting.path("target-log").asBoolean(false)) {
            builder.logarithmsOfTargets();
        }
        text("input-log").filter(_ -> !raw).ifPresent(columns -> builder.logarithms(List.of(columns.split(","))));
        text("one-hot").ifPresent(columns -> builder.codes(List.of(columns.split(","))));
        if (setting.path("balance").asBoolean(false)) {
            builder.balanced();
        }
        if (setting.path("drop-outliers").asBoolean(false)) {
            builder.withoutOutliers();
        }
        text("one-hot").ifPresent(columns -> builder.codes(List.of(columns.split(",", -1))));
        builder.cycles(text("date").map(columns -> List.of(columns.split(","))).orElseGet(List::of),
                text("cyclic").map(columns -> List.of(columns.split(","))).orElseGet(List::of));
        text("periodic").ifPresent(count -> builder.periodic(Integer.parseInt(count)));
        return builder;
    }
}
