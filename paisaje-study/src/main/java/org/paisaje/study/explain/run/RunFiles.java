package org.paisaje.study.explain.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.tensor.TensorFile;
import org.paisaje.data.log.LoggedSeries;
import org.paisaje.data.log.RunLog;

/**
 * What the folder of a run holds.
 *
 * @param folder the folder
 * @param checkpoints files of weights, in the order of the run; more than one of them says when it was written
 * @param log what was written down; empty if nothing was
 * @param notes what was passed over, a clause each
 */
record RunFiles(Path folder, List<Weighed> checkpoints, RunLog log, List<String> notes) {
    private static final int DEPTH = 3;
    private static final int MOST = 20_000;
    private static final Pattern BESIDE = Pattern.compile(
            ".*(optim|sched|scaler|rng|training_args|ema|tokenizer).*|model-\\d+-of-\\d+\\.safetensors");
    private static final Pattern NO_LOG = Pattern.compile("(config|args|hparams|result|settings?|params)\\.json");

    /** A file of weights. */
    record Weighed(Path file, When when) {}

    RunFiles {
        checkpoints = List.copyOf(checkpoints);
        notes = List.copyOf(notes);
    }

    /**
     * Looks through a folder.
     *
     * @param named the log, if it was named
     */
    static RunFiles of(Path folder, Optional<Path> named) {
        if (!Files.exists(folder)) {
            throw new DataFormatException(folder.toString(), "", "there is no such folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new DataFormatException(folder.toString(), "",
                    "it is a file; --run takes the folder in which a run left its checkpoints");
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder, DEPTH)) {
            files = all.filter(Files::isRegularFile).limit(MOST + 1L).sorted().toList();
        } catch (IOException e) {
            throw DataFormatException.of(folder, e);
        }
        if (files.size() > MOST) {
            throw new DataFormatException(folder.toString(), "", "it holds more than " + MOST
                    + " files; name the folder of one run");
        }
        List<String> notes = new ArrayList<>();
        List<Weighed> checkpoints = checkpoints(folder, files, notes);
        if (checkpoints.isEmpty()) {
            throw new DataFormatException(folder.toString(), "", "no checkpoint was found in it; these are files of "
                    + "weights (" + TensorFile.ENDINGS + ", .onnx) with the step or epoch in their names, such as "
                    + "epoch_3.pt or step100.safetensors");
        }
        RunLog log = named.map(RunLog::read).orElseGet(() -> log(folder, files));
        notes.addAll(log.notes());
        return new RunFiles(folder, checkpoints, log, notes);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }

    private static List<Weighed> checkpoints(Path folder, List<Path> files, List<String> notes) {
        List<Path> weights = files.stream()
                .filter(file -> (TensorFile.knows(file) || name(file).endsWith(".onnx"))
                        && !BESIDE.matcher(name(file)).matches())
                .toList();
        List<Weighed> all = weights.stream().map(file -> new Weighed(file, when(folder, file))).toList();
        List<Weighed> dated = all.stream()
                .filter(one -> one.when().known())
                .sorted(Comparator.comparingLong(one -> one.when().order()))
                .toList();
        if (dated.isEmpty()) {
            if (all.size() > 1) {
                throw new DataFormatException(folder.toString(), "", "none of its " + all.size()
                        + " files of weights has a step or epoch in its name (" + all.getFirst().file().getFileName()
                        + ", ...); rename them, as to epoch_3.pt, so that their order is known");
            }
            return all;
        }
        List<String> without = all.stream()
                .filter(one -> !one.when().known())
                .map(one -> String.valueOf(one.file().getFileName()))
                .toList();
        if (!without.isEmpty()) {
            notes.add("weights whose names do not say when they were written were passed over: "
                    + String.join(", ", without.stream().limit(4).toList()) + (without.size() > 4 ? ", ..." : ""));
        }
        List<Weighed> result = new ArrayList<>();
        for (Weighed one : dated) {
            if (!result.isEmpty() && result.getLast().when().order() == one.when().order()) {
                notes.add(one.file().getFileName() + " says the same time as " + result.getLast().file().getFileName()
                        + " and was passed over");
            } else {
                result.add(one);
            }
        }
        return result;
    }

    /** By the name of the file, else by that of the folder it is in, as {@code checkpoint-500/model.safetensors}. */
    private static When when(Path folder, Path file) {
        String plain = name(file).replaceFirst(
                "(\\.weights\\.h5|\\.safetensors\\.index\\.json|\\.[a-z0-9]*[a-z][a-z0-9]*)$", "");
        When own = When.of(plain);
        Path parent = file.getParent();
        return own.known() || parent == null || parent.equals(folder) ? own : When.of(name(parent));
    }

    /** All event files, else the one table or JSON file that holds a loss. */
    private static RunLog log(Path folder, List<Path> files) {
        List<Path> events = files.stream().filter(file -> name(file).contains(".tfevents.")).toList();
        if (!events.isEmpty()) {
            return RunLog.merged(events.stream().map(RunLog::read).toList());
        }
        List<RunLog> found = new ArrayList<>();
        for (Path file : files) {
            if (!RunLog.knows(file) || NO_LOG.matcher(name(file)).matches() || name(file).endsWith(".index.json")) {
                continue;
            }
            try {
                RunLog log = RunLog.read(file);
                if (log.of(LoggedSeries.Quantity.LOSS).findAny().isPresent()) {
                    found.add(log);
                }
            } catch (DataFormatException e) {
                // A table or JSON file of another kind lies there; only a named log must be one.
                continue;
            }
        }
        // Our own runs leave the same history as a table and as JSON.
        List<String> stems = found.stream()
                .map(log -> name(log.files().getFirst()).replaceFirst("\\.[a-z]+$", ""))
                .distinct()
                .toList();
        if (stems.size() > 1) {
            throw new DataFormatException(folder.toString(), "", "it holds several logs ("
                    + String.join(", ", found.stream().map(log -> name(log.files().getFirst())).toList())
                    + "); name the one that belongs to the checkpoints: --log FILE");
        }
        return found.isEmpty() ? RunLog.none() : found.getFirst();
    }
}
