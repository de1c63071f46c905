package org.paisaje.study.explain.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.tensor.TensorFile;
import org.paisaje.data.log.RunLog;
import org.paisaje.network.Architecture;
import org.paisaje.study.folder.RunFolder;
import org.paisaje.training.Checkpoint;
import org.paisaje.weights.Weights;

/**
 * A run that is over: its network, the weights along it, what it wrote down.
 *
 * @param folder where it lies
 * @param network the network
 * @param snapshots the weights in the order of the run, at least one
 * @param broken what is known of a checkpoint whose weights are not finite, at which the run counts as diverged
 * @param log what was written down
 * @param notes what was inferred and passed over, a clause each
 */
public record FinishedRun(Path folder, Architecture network, List<Snapshot> snapshots, Optional<Broken> broken,
        RunLog log, List<String> notes) {
    /** A checkpoint that holds numbers that are none. */
    public record Broken(When when, String entry) {}

    /** Copies the lists. */
    public FinishedRun {
        snapshots = List.copyOf(snapshots);
        notes = List.copyOf(notes);
    }

    /**
     * Reads the folder of a run.
     *
     * @param named the network, if it was named; else it is inferred from the first checkpoint
     * @param log the log, if it was named
     * @throws DataFormatException naming the file and what is wrong with it
     */
    public static FinishedRun read(Path folder, Optional<Architecture> named, Optional<Path> log) {
        return read(folder, named, log, Weights::infer);
    }

    /** As {@link #read(Path, Optional, Optional)}, the network of the last checkpoint found in a way that is given. */
    public static FinishedRun read(Path folder, Optional<Architecture> named, Optional<Path> log,
            Function<Path, Weights.Inferred> inference) {
        RunFolder.verify(folder);
        RunFiles files = RunFiles.of(folder, log);
        List<String> notes = new ArrayList<>(files.notes());
        Path first = files.checkpoints().getFirst().file();
        Architecture network = named.orElseGet(() -> infer(whole(files), notes, inference));
        Optional<Path> own = Optional.of(folder.resolve("checkpoint")).filter(Files::isRegularFile);
        if (own.isPresent() && files.checkpoints().size() == 1) {
            Optional<List<Snapshot>> ends = own(own.get(), network, notes);
            if (ends.isPresent()) {
                return new FinishedRun(folder, network, ends.get(), Optional.empty(), files.log(), notes);
            }
        }
        List<Snapshot> snapshots = new ArrayList<>();
        Optional<Broken> broken = Optional.empty();
        for (RunFiles.Weighed one : files.checkpoints()) {
            Optional<String> entry = notFinite(one.file());
            if (entry.isPresent()) {
                broken = Optional.of(new Broken(one.when(), entry.get()));
                break;
            }
            snapshots.add(new Snapshot(one.when(), String.valueOf(one.file().getFileName()),
                    Weights.normalized(one.file(), network), theta(one.file(), network, notes),
                    Weights.remembered(one.file(), network)));
        }
        if (snapshots.isEmpty()) {
            throw new DataFormatException(first.toString(), "entry " + broken.map(Broken::entry).orElse(""),
                    "it is not finite already in the first checkpoint; an earlier one is needed to say why");
        }
        return new FinishedRun(folder, snapshots.getLast().network(), snapshots, broken, files.log(), notes);
    }

    /** The last checkpoint whose numbers are finite, which tells most; else the first. */
    private static Path whole(RunFiles files) {
        Path last = files.checkpoints().getFirst().file();
        for (RunFiles.Weighed one : files.checkpoints()) {
            if (notFinite(one.file()).isPresent()) {
                break;
            }
            last = one.file();
        }
        return last;
    }

    private static Architecture infer(Path file, List<String> notes, Function<Path, Weights.Inferred> inference) {
        Weights.Inferred inferred = inference.apply(file);
        inferred.notes().forEach(note -> notes.add(file.getFileName() + ": " + note));
        return inferred.network();
    }

    private static double[] theta(Path file, Architecture network, List<String> notes) {
        Weights.Read read = Weights.load(file, network);
        for (String note : read.notes()) {
            if (notes.stream().noneMatch(said -> said.endsWith(note))) {
                notes.add(file.getFileName() + ": " + note);
            }
        }
        return read.theta();
    }

    /** The entry of a file that holds a number that is none. */
    private static Optional<String> notFinite(Path file) {
        if (Weights.isModel(file)) {
            return Optional.empty();
        }
        try (TensorFile tensors = TensorFile.open(file)) {
            for (Map.Entry<String, Tensor.Form> form : tensors.forms().entrySet()) {
                if (form.getValue().type().integral()) {
                    continue;
                }
                for (double value : tensors.read(form.getKey()).values()) {
                    if (!Double.isFinite(value)) {
                        return Optional.of(form.getKey());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Start and end of a run of ours, from the file by which it would be gone on with. */
    private static Optional<List<Snapshot>> own(Path file, Architecture network,
            List<String> notes) {
        Checkpoint kept;
        try {
            kept = Checkpoint.read(file);
        } catch (RuntimeException e) {
            notes.add(e.getMessage() + "; without it the start of the run is not known");
            return Optional.empty();
        }
        int p = network.layout().size();
        if (kept.initial().length != p || kept.theta().length != p || kept.step() == 0) {
            return Optional.empty();
        }
        return Optional.of(List.of(
                new Snapshot(new When(OptionalLong.of(0), OptionalLong.empty(), OptionalLong.empty()), "checkpoint",
                        network,
                        kept.initial(), Optional.empty()),
                new Snapshot(new When(OptionalLong.of(kept.step()), OptionalLong.empty(), OptionalLong.empty()),
                        "checkpoint", network, kept.theta(), Optional.empty())));
    }

    /** The rule of the steps that the last checkpoint holds, as {@code --optimizer} takes it. */
    public Optional<String> rule() {
        return snapshots.getLast().optimizer().map(Weights.Remembered::rule);
    }

    /** Whether the first checkpoint is the start of the run. */
    public boolean fromStart() {
        return snapshots.getFirst().when().order() == 0;
    }
}
