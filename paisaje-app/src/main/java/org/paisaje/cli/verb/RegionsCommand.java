package org.paisaje.cli.verb;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.option.NetworkOptions;
import org.paisaje.cli.option.SourceFlags;
import org.paisaje.data.Dataset;
import org.paisaje.network.Architecture;
import org.paisaje.study.Problem;
import org.paisaje.study.ProblemBuilder;
import org.paisaje.study.regions.RegionsSetting;
import org.paisaje.study.regions.RegionsStudy;
import org.paisaje.study.regions.Slice;
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
    /** Areas and volumes of wider boxes may overflow. */
    private static final double WIDEST = 1e50;

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
        double[] bounds = bounds();
        Domain domain = domain(built, points, bounds);
        if (!built.head().none()) {
            remarks.add("regions are those of the network before its " + built.head().name()
                    + ", and decisions are taken there");
        }
        return new RegionsSetting(built, theta, domain, place(domain), level, limit, points, common().seedNumber(),
                options(built), remarks);
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

    /** Low and high; NaN where the domain is to choose. */
    private double[] bounds() {
        if (plane) {
            return new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
        }
        String text = box;
        if (text == null) {
            return new double[] {Double.NaN, Double.NaN};
        }
        String[] parts = text.split(",", -1);
        try {
            double[] result = Arrays.stream(parts).mapToDouble(part -> Double.parseDouble(part.strip())).toArray();
            if (result.length == 2 && result[0] >= -WIDEST && result[1] <= WIDEST && result[0] < result[1]) {
                return result;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrongBox(text), e);
        }
        throw new IllegalArgumentException(wrongBox(text));
    }

    private static String wrongBox(String text) {
        return "--box: \"" + text
                + "\" is no box; write two numbers, the smaller first, as in --box -1,1, and none beyond 1e50";
    }

    private Domain domain(Architecture built, Optional<Dataset> points, double[] bounds) {
        String through = line != null ? line : slice;
        int d = line != null ? 1 : 2;
        if (through == null) {
            if (built.inputs() > 3) {
                throw new IllegalArgumentException("regions: " + built.text() + " has " + built.inputs()
                        + " inputs; regions are enumerated in one to three dimensions. Take a slice: --slice random, or with --data "
                        + "through three rows, --slice 0,1,2; or a line, --line 0,1");
            }
            return Domain.box(built.inputs(), Double.isNaN(bounds[0]) ? -1 : bounds[0], Double.isNaN(bounds[1])
                    ? 1
                    : bounds[1]);
        }
        if (through.equals("random")) {
            return Slice.random(built.inputs(), d, common().seed(), bounds[0], bounds[1]);
        }
        String option = line != null ? "--line" : "--slice";
        if (points.isEmpty()) {
            throw new IllegalArgumentException(option + " " + through + " names rows of data: add --data, or write "
                    + option + " random");
        }
        return Slice.through(points.get(), rows(option, through, d + 1), bounds[0], bounds[1]);
    }

    private static int[] rows(String option, String text, int count) {
        try {
            int[] rows = Stream.of(text.split(",", -1)).mapToInt(part -> Integer.parseInt(part.strip())).toArray();
            if (rows.length == count) {
                return rows;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrongRows(option, text, count), e);
        }
        throw new IllegalArgumentException(wrongRows(option, text, count));
    }

    private static String wrongRows(String option, String text, int count) {
        return option + ": \"" + text + "\"; write " + count + " numbers of rows, as in " + option
                + (count == 2 ? " 0,1" : " 0,1,2") + ", or random";
    }

    private String place(Domain domain) {
        String name = switch (domain.dimension()) {
            case 1 -> line != null ? "the line" : "the interval";
            case 2 -> slice != null ? "the slice" : "the square";
            default -> "the cube";
        };
        if (!domain.bounded()) {
            return switch (domain.dimension()) {
                case 1 -> "the whole line";
                case 2 -> slice != null ? "the whole plane of the slice" : "the whole plane";
                default -> "the whole space";
            };
        }
        List<String> sides = new ArrayList<>();
        for (int k = 0; k < domain.dimension(); k++) {
            sides.add("[" + shown(domain.low()[k]) + ", " + shown(domain.high()[k]) + "]");
        }
        boolean equal = sides.stream().distinct().count() == 1;
        return name + " " + (equal && sides.size() > 1
                ? sides.getFirst() + "^" + sides.size()
                : String.join(" x ", sides));
    }

    private static String shown(double value) {
        return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
    }

    private Map<String, Object> options(Architecture built) {
        var options = new LinkedHashMap<String, Object>();
        options.put("net", built.text());
        network.weights().ifPresent(file -> options.put("weights", file.toString()));
        network.init().ifPresent(name -> options.put("init", name));
        put(options, "data", data);
        if (standardize) {
            options.put("standardize", true);
        }
        if (plane) {
            options.put("plane", true);
        } else if (box != null || line == null && slice == null) {
            options.put("box", box == null ? "-1,1" : box);
        }
        put(options, "line", line);
        put(options, "slice", slice);
        if (built.outputs() == 1) {
            options.put("level", level);
        }
        options.put("limit", limit);
        options.put("seed", common().seedNumber());
        return options;
    }

    private static void put(Map<String, Object> options, String name, @Nullable Object value) {
        if (value != null) {
            options.put(name, value.toString());
        }
    }
}
