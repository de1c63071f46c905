package org.paisaje.cli.verb;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.option.NetworkOptions;
import org.paisaje.cli.option.ResumeOption;
import org.paisaje.cli.option.SourceFlags;
import org.paisaje.study.regions.Place;
import org.paisaje.study.regions.RegionsSetting;
import org.paisaje.study.regions.RegionsStudy;
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
    private long limit = RegionsSetting.USUAL_LIMIT;

    @Mixin
    private ResumeOption resume = new ResumeOption();

    @Override
    protected StudyVerb<?> study() {
        if (!network.named()) {
            throw new IllegalArgumentException(
                    "regions needs a network: --net mlp:2-16-16-1:relu, or --weights FILE of one");
        }
        refuseBoth("--box", "--plane");
        refuseBoth("--line", "--slice");
        refuseBoth("--weights", "--init", "each says what the weights are");
        if (data == null) {
            refuse("needs --data", "--standardize");
        }
        return of(new RegionsStudy(), this::setting).resuming(resume.resume());
    }

    private RegionsSetting setting() {
        var where = new Place(Optional.ofNullable(box), plane, Optional.ofNullable(line), Optional.ofNullable(slice));
        return RegionsSetting.builder(network.starting(), where, common().seedNumber())
                .data(Optional.ofNullable(data), source.options())
                .standardized(standardize)
                .level(given("--level") ? Optional.of(level) : Optional.empty())
                .limit(limit)
                .build();
    }
}
