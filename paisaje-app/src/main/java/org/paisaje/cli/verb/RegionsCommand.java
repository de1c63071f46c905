package org.paisaje.cli.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.option.NetworkOptions;
import org.paisaje.cli.option.SourceFlags;
import org.paisaje.data.Dataset;
import org.paisaje.network.Architecture;
import org.paisaje.study.Problem;
import org.paisaje.study.ProblemBuilder;
import org.paisaje.study.regions.Place;
import org.paisaje.study.regions.RegionsSetting;
import org.paisaje.study.regions.RegionsStudy;
import org.paisaje.theory.geometry.region.Domain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Enumerates the linear regions of a network. */
@Command(
        name = "regions",
        description = "The linear regions of a network of piecewise linear units, exactly: how many, how large, with a picture.",
        footer = {
            "%nNetworks of one to three inputs are looked at on a box (default -1,1) or everywhere (--plane); those of more on "
                    + "a line or plane through rows of the data, --slice 0,1,2, or in random directions, --slice random. Coordinates of a "
                    + "slice are in the units of the inputs, its origin is the first row.",
            "%nActivations: relu, leaky-relu(SLOPE), abrelu(A,B); max pooling of ONNX files too. To look at a trained network, train with "
                    + "--out DIR and give --weights DIR/weights.safetensors and the same --data, with --standardize if it was trained so.",
            "%nWith --out: regions.json (the counts, and for every region its pattern, affine map, size, half-spaces and "
                    + "neighbours), report.html and result.json.",
            "%nExamples:",
            "  paisaje regions --net mlp:2-16-16-1:relu --box -1,1 --out regions",
            "  paisaje regions --net mlp:2-20-20-1:relu --plane",
            "  paisaje regions --net mlp:64-32-10:relu --data digits --slice 0,1,2",
            "  paisaje regions --data rings --weights rings/weights.safetensors --box -1.2,1.2"
        })
public final class RegionsCommand extends Verb {
    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Option(names = "--data", paramLabel = "DATA", description = "Data for slices, and to draw over the regions.")
    private @Nullable String data;

    @Mixin
    private SourceFlags source = new SourceFlags();

    @Option(names = "--standardize", description = "Inputs to mean 0 and variance 1, by the data.")
    private boolean standardize;

    @Option(names = "--box", paramLabel = "LOW,HIGH", description = "Each coordinate from LOW to HIGH (default: -1,1).")
    private @Nullable String box;

    @Option(names = "--plane", description = "All of the line, plane or space, regions without end included.")
    private boolean plane;

    @Option(
            names = "--line",
            paramLabel = "I,J",
            description = "Along the line through two rows of the data; or random.")
    private @Nullable String line;

    @Option(
            names = "--slice",
            paramLabel = "I,J,K",
            description = "On the plane through three rows of the data; or random.")
    private @Nullable String slice;

    @Option(
            names = "--level",
            paramLabel = "VALUE",
            defaultValue = "0",
            description = "What a single output is held against to decide (default: ${DEFAULT-VALUE}).")
    private double level;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "The most regions (default: ${DEFAULT-VALUE}).")
    private long limit = 200_000;

    @Override
    protected StudyVerb<?> study() {
        if (network.text().isEmpty() && network.weights().isEmpty()) {
            throw new IllegalArgumentException(
                    "regions needs a network: --net mlp:2-16-16-1:relu, or --weights FILE of one");
        }
        refuseBoth("--box", "--plane");
        refuseBoth("--line", "--slice");
        refuseBoth("--weights", "--init", "each says what the weights are");
        if (data == null) {
            refuse("needs --data", "--standardize");
        }
        if (!Double.isFinite(level)) {
            throw new IllegalArgumentException("--level is " + level + "; a finite number is needed");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("--limit is " + limit + "; at least 1 is needed");
        }
        return of(new RegionsStudy(), this::setting);
    }

    private RegionsSetting setting() {
        List<String> remarks = new ArrayList<>();
        Optional<Problem> problem = data == null ? Optional.empty() : Optional.of(problem(data));
        problem.ifPresent(given -> remarks.addAll(given.remarks()));
        Architecture built = problem.map(Problem::architecture).orElseGet(() -> network.architecture(remarks));
        if (built.outputs() > 1 && given("--level")) {
            throw new IllegalArgumentException("--level is for a single output; " + built.text() + " has "
                    + built.outputs() + ", the largest of which decides");
        }
        double[] theta = problem.map(Problem::start).orElseGet(() -> network.theta(built, common().seed(), remarks));
        Optional<Dataset> points = problem.map(Problem::train);
        var where = new Place(Optional.ofNullable(box), plane, Optional.ofNullable(line), Optional.ofNullable(slice));
        Domain domain = where.of(built, points, common().seed());
        if (!built.head().none()) {
            remarks.add("regions are those of the network before its " + built.head().name()
                    + ", and decisions are taken there");
        }
        return new RegionsSetting(built, theta, domain, where.words(domain), level, limit, points,
                common().seedNumber(),
                options(built, where), remarks);
    }

    private Problem problem(String named) {
        ProblemBuilder builder = Problem.builder(common().seedNumber())
                .data(named)
                .reading(source.options())
                .split(0)
                .unanswered();
        if (standardize) {
            builder.standardized();
        }
        network.give(builder);
        return builder.build();
    }

    private Map<String, Object> options(Architecture built, Place where) {
        var options = new LinkedHashMap<String, Object>();
        options.put("net", built.text());
        network.weights().ifPresent(file -> options.put("weights", file.toString()));
        network.init().ifPresent(name -> options.put("init", name));
        if (data != null) {
            options.put("data", data);
        }
        if (standardize) {
            options.put("standardize", true);
        }
        where.describe(options);
        if (built.outputs() == 1) {
            options.put("level", level);
        }
        options.put("limit", limit);
        options.put("seed", common().seedNumber());
        return options;
    }
}
