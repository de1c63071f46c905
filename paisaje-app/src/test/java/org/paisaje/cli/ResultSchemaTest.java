package org.paisaje.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.report.terminal.Terminal;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What every verb writes is as docs/result.schema.json says, and its setting makes it again. */
@Tag("slow")
final class ResultSchemaTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private String run(List<String> arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var all = new ArrayList<>(arguments);
        all.addAll(List.of("--json", "--quiet"));
        if (arguments.getFirst().equals("check")) {
            all.addAll(List.of("--store", folder.resolve("store").toString()));
        }
        Main.run(new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100),
                all.toArray(String[]::new));
        assertThat(out.toString()).as(err.toString()).startsWith("{");
        return out.toString();
    }

    static List<String> complaints(String json) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("..", "docs", "result.schema.json")), InputFormat.JSON);
        return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"train --data rings:n=60 --net mlp:2-4-1:tanh --epochs 2",
                "train --data gaussian:n=40 --net mlp:10-4-1:relu --epochs 3 --optimizer gd:1e3 --batch 0",
                "explain --data moons:n=40 --net mlp:2-4-1:tanh --steps 20",
                "explain --data gaussian:n=60 --net linear:10-1 --optimizer gd:10 --steps 60",
                "explain --weights ../docs/guide/findings/runs/copies.npz",
                "explain --data moons:n=40 --net mlp:2-4-1:tanh --steps 20 --baseline shuffled",
                "explain --data moons:n=40 --net mlp:2-4-1:tanh --steps 20 --connect --quick",
                "kernel --net mlp:2-8-1:erf --data rings:n=20 --predict rings:n=10 --time 0,inf",
                "initialize --net mlp:4-6-6-6-2:relu --init glorot-uniform --draws 3",
                "initialize --coordinate-check --net mlp:2-4-1:tanh --data moons:n=20 --widths 4,8,16 --draws 2 --steps 2",
                "spectrum --data moons:n=20 --net mlp:2-3-1:tanh --steps 5",
                "landscape --data moons:n=20 --net mlp:2-3-1:tanh --epochs 2 --points 5 --scales 2 --curvature 2",
                "landscape --data moons:n=20 --net mlp:2-3-1:tanh --epochs 0 --directions random --points 7",
                "landscape --critical 20 --data moons:n=20 --net mlp:2-2-1:tanh --loss squared",
                "landscape --glass n=8,draws=2,runs=9",
                "regions --net mlp:2-6-1:relu --init standard-normal", "regions --net mlp:1-6-1:relu --plane",
                "regions --net mlp:3-4-2:relu --box -2,1", "regions --net conv:4x4x1-2-3:relu --slice random",
                "connect --data moons:n=30 --net mlp:2-4-1:tanh --epochs 2 --curves chain,neb --steps 8 --points 5",
                "propagate --data rings:n=40 --net resnet:2x4-1:tanh:step=0.5 --epochs 2 --moments 2",
                "propagate --data iris --net mlp:4-5-5-3:relu --epochs 0",
                "check 003.lemma3 003.lemma2 --size smoke", "check 003.lemma1 --size smoke --set d=3",
                "check 003.lemma1 --size smoke --seeds 1..2"})
    void everyVerbWritesByTheSchema(String line) throws IOException {
        assertThat(complaints(run(List.of(line.split(" ", -1))))).isEmpty();
    }

    /** A verb that the lists of this test and of the test of Ctrl-C do not know is missed. */
    @Test
    void noVerbIsForgotten() throws ReflectiveOperationException {
        List<String> written = List.of(ResultSchemaTest.class
                .getDeclaredMethod("everyVerbWritesByTheSchema", String.class)
                .getAnnotation(ValueSource.class)
                .strings());
        List<String> again = List.of(ResultSchemaTest.class
                .getDeclaredMethod("theSettingMakesTheResultAgain", String.class)
                .getAnnotation(ValueSource.class)
                .strings());
        List<String> stopped = List.of(StopTest.class
                .getDeclaredMethod("whatThereIsIsKeptAndMarked", String.class, String.class, String.class)
                .getAnnotation(CsvSource.class)
                .value());
        for (Class<?> verb : Main.class.getAnnotation(Command.class).subcommands()) {
            String name = verb.getAnnotation(Command.class).name();
            // These two print what there is and run nothing.
            if (!Set.of("help", "claims").contains(name)) {
                for (List<String> lines : List.of(written, again, stopped)) {
                    assertThat(lines).as(name).anyMatch(line -> line.startsWith(name + " "));
                }
            }
        }
    }

    @Test
    void aResultThatIsOtherwiseIsRefused() throws IOException {
        String json = run(List.of("train --data xor --net mlp:2-2-1:tanh --epochs 1 --split 0".split(" ", -1)));
        assertThat(complaints(json)).isEmpty();
        for (String pointer : new String[] {"ending", "setting", "provenance", "schema"}) {
            ObjectNode less = (ObjectNode) JsonMapper.shared().readTree(json);
            less.remove(pointer);
            assertThat(complaints(less.toString())).as("without %s", pointer).isNotEmpty();
        }
        ObjectNode over = (ObjectNode) JsonMapper.shared().readTree(json);
        over.put("ending", "over");
        assertThat(complaints(over.toString())).isNotEmpty();
        ObjectNode spelled = (ObjectNode) JsonMapper.shared().readTree(json);
        spelled.put("seconds", "NaN");
        assertThat(complaints(spelled.toString())).isNotEmpty();
    }

    /** Whoever sets what the setting says gets the same numbers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "train --data rings:n=60 --epochs 3 --split 0.5 --standardize --init he-normal --clip 0.5 --seed 4",
                "train --data iris --test iris --optimizer sgd:0.1,momentum=0.9 --schedule cosine:10 --epochs 2 --batch 7",
                "explain --data moons:n=40 --optimizer adam:1e-2 --batch 8 --epochs 2 --seed 9",
                "explain --run ../docs/guide/runs/scale --data ../docs/guide/runs/scale.npz "
                        + "--test ../docs/guide/runs/scale_test.npz --net mlp:4-6-3:relu --optimizer sgd:0.1 --batch 24",
                "explain --weights ../docs/guide/findings/runs/dead.npz --seed 3",
                "kernel --net mlp:2-8-1:erf --data rings:n=20 --split 0.5 --time 0,3,inf",
                "kernel --net mlp:2-8-1:tanh --data rings:n=20 --predict rings:n=10 --empirical --ridge 0.1 --seed 3",
                "initialize --net resnet:2-6x3-1:relu --data rings:n=30 --standardize --draws 3 --seed 5",
                "initialize --net mlp:4-6-6-6-2:relu --draws 2",
                "initialize --coordinate-check --net mlp:2-4-1:tanh:param=mup --data moons:n=20 --widths 4,8,16 --draws 2 --steps 2 "
                        + "--optimizer momentum:0.1 --seed 3",
                "spectrum --data iris --net mlp:4-3-3:tanh --of fisher --optimizer adam:1e-2 --schedule cosine:3 --clip 1 --steps 3 --batch 16 --full 9 "
                        + "--top 2 --probes 3 --lanczos-steps 9 --samples 40 --damping 0.1 --seed 4",
                "landscape --data moons:n=20 --net mlp:2-3-1:tanh --epochs 4 --directions pca --points 4 --seed 2",
                "landscape --data moons:n=20 --net mlp:2-3-1:relu --epochs 1 --directions top,bottom --points 3 --rise 2 --samples 9",
                "landscape --critical 20 --data moons:n=20 --net mlp:2-2-1:tanh --loss squared --penalty 0.02 --samples 9 --seed 3",
                "landscape --glass p=4,n=7,draws=3,runs=8 --seed 5",
                "landscape ../docs/guide/runs/scale/epoch_0.safetensors ../docs/guide/runs/scale/epoch_4.safetensors "
                        + "--data ../docs/guide/runs/scale.npz --net mlp:4-6-3:relu --points 5",
                "regions --net mlp:2-6-1:relu --init standard-normal --seed 3 --box 0,2 --level 0.5",
                "regions --net mlp:64-6-3:relu --data digits --slice 0,5,9 --standardize",
                "connect --data moons:n=30 --net mlp:2-4-1:relu --epochs 2 --count 3 --steps 8 --points 5 --loss squared",
                "connect ../docs/guide/runs/scale/epoch_0.safetensors ../docs/guide/runs/scale/epoch_4.safetensors --curves string "
                        + "--data ../docs/guide/runs/scale.npz --net mlp:4-6-3:relu --points 5 --steps 8",
                "propagate --data moons:n=40 --net mlp:2-4-4-1:tanh --epochs 3 --moments 3 --seed 2 --init he-normal",
                "propagate --data rings:n=40 --net resnet:2x4-1:relu:step=0.5 --epochs 0 --seed 4",
                "check 003.lemma2 --size smoke --set d=3"})
    void theSettingMakesTheResultAgain(String line) {
        JsonNode first = JsonMapper.shared().readTree(run(List.of(line.split(" ", -1))));
        List<String> again = arguments(first);
        JsonNode second = JsonMapper.shared().readTree(run(again));
        assertThat(second.get("setting")).isEqualTo(first.get("setting"));
        assertThat(numbers(second)).as("%s", again).isEqualTo(numbers(first));
    }

    private static List<String> arguments(JsonNode result) {
        var arguments = new ArrayList<>(List.of(result.get("study").asString()));
        for (Map.Entry<String, JsonNode> entry : result.get("setting").properties()) {
            JsonNode value = entry.getValue();
            String option = "--" + entry.getKey();
            if (List.of("claims", "networks").contains(entry.getKey())) {
                value.forEach(id -> arguments.add(id.asString()));
            } else if (value.isBoolean()) {
                arguments.add(option);
            } else if (value.isObject()) {
                value.properties()
                        .forEach(one -> arguments.addAll(
                                List.of(option, one.getKey() + "=" + one.getValue().asString())));
            } else {
                arguments.addAll(List.of(option, value.isArray()
                        ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
                        : value.asString()));
            }
        }
        return arguments;
    }

    /** All numbers but times. */
    private static String numbers(JsonNode result) {
        return (result.get("measurements") + "\n" + result.findValues("findings"))
                .replaceAll("\"(seconds|secondsPerStep|kernelSeconds)\":[^,}]+", "");
    }
}
