package org.paisaje.cli.verb;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.option.SourceFlags;
import org.paisaje.data.TestShare;
import org.paisaje.study.kernel.KernelSetting;
import org.paisaje.study.kernel.KernelSettingBuilder;
import org.paisaje.study.kernel.KernelStudy;
import org.paisaje.study.problem.StartingNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Computes kernels of networks and what training with them predicts. */
@Command(
        name = "kernel",
        description = "The NNGP or tangent kernel of an infinitely wide network, or the tangent kernel of a finite one.",
        footer = {
            "%nWith --out: kernel.npy (rows of --data or --x by those of --x2, or by themselves; of a finite network all "
                    + "outputs, row i*k+c for output c of point i), predictions.npy (test points x outputs, one time below the other), "
                    + "report.html and result.json.",
            "%nTimes are those of gradient flow on the loss (1/2n) sum |f - y|^2; an infinite network starts from its "
                    + "mean, 0, a finite one from its outputs.",
            "%nA kernel that does not fit into memory, or with --stored any, goes to kernel.tiles in the folder of --out and is "
                    + "solved with by conjugate gradients; the residual is certified in double precision. --resume goes on with "
                    + "a run that was stopped.",
            "%nNetworks: mlp:, linear: and resnet: as elsewhere, with --empirical onnx:FILE, and convolutions, "
                    + "conv:HEIGHTxWIDTHxCOLOURS-CHANNELS-...-OUTPUTS:ACTIVATION[:OPTIONS], with filter=3, stride=1, "
                    + "padding=zero|circular|valid and readout=flatten|average besides bias, param, sw and sb. A row of "
                    + "the data is an image, row by row, the colours of a pixel together.",
            "%nExamples:",
            "  paisaje kernel --net mlp:64-512-512-10:relu:param=ntk,sw=1.41 --data digits --out kernel",
            "  paisaje kernel --net mlp:2-64-1:erf --data rings:n=200 --predict rings:n=50 --time 0,1,10,inf",
            "  paisaje kernel --net conv:8x8x1-64-64-10:relu:param=ntk,sw=1.41,sb=0.1 --data digits",
            "  paisaje kernel --net mlp:784-512-10:relu --x X.npy --x2 Y.npy --kind nngp --out kernel",
            "  paisaje kernel --net mlp:2-64-1:tanh --data rings:n=100 --empirical --weights weights.safetensors",
            "  paisaje kernel --net mlp:784-512-512-512-10:relu --data idx:images.gz,labels.gz --split 0.1 \\",
            "      --shifts 5 --stored --out large"
        })
public final class KernelCommand extends Verb {
    @Option(names = "--net", paramLabel = "NET", required = true, description = "The network.")
    private String net = "";

    @Option(names = "--data", paramLabel = "DATA", description = "The points, with targets.")
    private @Nullable String data;

    @Mixin
    private SourceFlags sourceFlags = new SourceFlags();

    @Option(names = "--x", paramLabel = "X.npy", description = "The points alone.")
    private @Nullable Path x;

    @Option(names = "--x2", paramLabel = "Y.npy", description = "Other points, for the columns of the kernel.")
    private @Nullable Path x2;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "ntk or nngp (default: ${DEFAULT-VALUE}).")
    private String kind = "ntk";

    @Option(names = "--empirical", description = "The tangent kernel of the finite network.")
    private boolean empirical;

    @Option(names = "--weights", paramLabel = "FILE", description = "Its weights (default: random).")
    private @Nullable Path weights;

    @Option(names = "--predict", paramLabel = "TEST", description = "Predicts training on DATA for these data.")
    private @Nullable String predict;

    @Option(
            names = "--split",
            paramLabel = "SHARE",
            description = "Predicts for this share of DATA and trains on the rest, classes in proportion; last:SHARE takes the last rows.")
    private @Nullable String split;

    @Option(
            names = "--shifts",
            paramLabel = "N",
            description = "Adds N copies of the square training images, each shifted by one pixel (at most 8).")
    private int shifts;

    @Option(
            names = "--time",
            paramLabel = "T,...",
            defaultValue = "inf",
            split = ",",
            description = "Times of the predictions (default: ${DEFAULT-VALUE}).")
    private List<String> times = List.of();

    @Option(
            names = "--ridge",
            paramLabel = "RHO",
            defaultValue = "0",
            description = "Solves (K + RHO I) alpha = y instead (default: ${DEFAULT-VALUE}).")
    private double ridge;

    @Option(names = "--stored", description = "The kernel goes to a file; needs --out.")
    private boolean stored;

    @Option(names = "--resume", description = "Goes on with the stored kernel in the folder of --out.")
    private boolean resume;

    @Option(
            names = "--tolerance",
            paramLabel = "TOL",
            defaultValue = "1e-8",
            description = "Of the residual with a stored kernel, relative (default: ${DEFAULT-VALUE}).")
    private double tolerance;

    @Option(
            names = "--rank",
            paramLabel = "R",
            description = "Columns of the preconditioner with a stored kernel (default: 1024, or a quarter of the points).")
    private @Nullable Integer rank;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "The most products with a stored kernel (default: ${DEFAULT-VALUE}).")
    private int iterations = 2000;

    @Override
    protected StudyVerb<?> study() {
        KernelSetting.Kind which = kind();
        if (!empirical) {
            refuse("needs --empirical; an infinite network has no weights", "--weights");
        }
        if ((predict != null || split != null) && (data == null || x2 != null)) {
            throw new IllegalArgumentException("--predict and --split need --data with targets, and no --x2");
        }
        refuseBoth("--predict", "--split");
        if (data == null) {
            refuse("needs --data with images", "--shifts");
        }
        if (stored && x2 != null) {
            throw new IllegalArgumentException("--stored and --x2: a stored kernel is that of points with themselves");
        }
        if (common().out() == null) {
            refuse("needs a folder; add --out DIR", "--stored");
            refuse("belongs to a stored kernel; add --stored and --out DIR", "--tolerance", "--rank", "--iterations");
        }
        if (predict == null && split == null) {
            refuse("says what is predicted; add --predict TEST or --split SHARE", "--time", "--ridge");
        }
        return of(new KernelStudy(), () -> setting(which)).resuming(resume);
    }

    private KernelSetting.Kind kind() {
        KernelSetting.Kind which = KernelSetting.Kind.parse(kind);
        if (empirical && which == KernelSetting.Kind.NNGP) {
            throw new IllegalArgumentException(
                    "--empirical with --kind nngp: a finite network has a tangent kernel only");
        }
        return empirical ? KernelSetting.Kind.EMPIRICAL : which;
    }

    private KernelSetting setting(KernelSetting.Kind which) {
        sourceFlags.check(spec(), data, predict, x == null ? null : x.toString(), x2 == null ? null : x2.toString());
        var network = new StartingNetwork(Optional.of(net), Optional.ofNullable(weights), Optional.empty());
        KernelSettingBuilder builder = KernelSetting.builder(network, common().seedNumber())
                .kind(which)
                .data(Optional.ofNullable(data))
                .reading(sourceFlags.options())
                .points(Optional.ofNullable(x))
                .others(Optional.ofNullable(x2))
                .test(Optional.ofNullable(predict))
                .split(Optional.ofNullable(split).map(TestShare::parse))
                .shifted(shifts)
                .times(times)
                .ridge(ridge);
        Path folder = common().out();
        if (folder != null) {
            var place = new KernelSetting.Storage(folder, resume, tolerance, Optional.ofNullable(rank), iterations);
            builder.storage(place, stored || resume).analysed();
        }
        return builder.build();
    }
}
