package org.paisaje.cli.option;

import java.util.Optional;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.train.FitSetting;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says for how many passes over the data a network is trained, and what is usual. A mixin. */
public final class EpochsOption {
    private final long usual;
    private final long usualFull;
    private final boolean weightsStay;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Reader.class,
            description = "Passes over the data (default: ${DEFAULT-VALUE}).")
    private Epochs epochs;

    /** A number of passes, or in words what is usual. */
    private record Epochs(Optional<Long> count, String words) {
        @Override
        public String toString() {
            return words;
        }
    }

    /** Reads a number. */
    static final class Reader implements ITypeConverter<Epochs> {
        @Override
        public Epochs convert(String text) {
            try {
                return new Epochs(Optional.of(Long.parseLong(text)), text);
            } catch (NumberFormatException _) {
                throw new TypeConversionException("'" + text + "' is not a long");
            }
        }
    }

    private EpochsOption(long usual, long usualFull, boolean weightsStay) {
        this.usual = usual;
        this.usualFull = usualFull;
        this.weightsStay = weightsStay;
        String fresh = usual + (usualFull == usual ? "" : "; " + usualFull + " on full batches");
        this.epochs = new Epochs(Optional.empty(),
                weightsStay ? "0 with --weights, which stay as they are, else " + fresh : fresh);
    }

    /** With what is usual, and what is where each step takes all samples. */
    public static EpochsOption usually(long epochs, long onFullBatches) {
        return new EpochsOption(epochs, onFullBatches, false);
    }

    /** The same for a network that is trained before it is looked at: not at all where its weights were given. */
    public static EpochsOption before(long epochs, long onFullBatches) {
        return new EpochsOption(epochs, onFullBatches, true);
    }

    /** How the network of a problem is trained; nothing if its weights are to stay as they are. */
    public Optional<FitSetting> training(FittedProblem options, Problem problem) {
        int batch = options.fit().batch(problem);
        long count = epochs.count()
                .orElse(
                        weightsStay && options.hasWeights() ? 0L : batch == 0 ? usualFull : usual);
        return weightsStay && count == 0 ? Optional.empty() : Optional.of(options.fit().of(problem, count, batch));
    }
}
