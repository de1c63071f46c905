package org.paisaje.study.folder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.tensor.SafetensorsFile;
import org.paisaje.study.Session;
import org.paisaje.study.Study;

/**
 * A file in the folder of a session by which a second start goes on: arrays by name, a few words, and the setting they belong to. Its name
 * ends in {@code .part}. Without a folder nothing is kept.
 */
public final class KeptFile {
    private static final long EVERY_NANOS = 3_000_000_000L;
    private static final String SETTING = "setting";

    private final Optional<Path> file;
    private final boolean resume;
    private final String setting;
    private long last = System.nanoTime();

    /**
     * A file of a study.
     *
     * @param name its name, one of {@link Study#continuation()}
     * @param setting the setting in full
     */
    public KeptFile(String name, Map<String, Object> setting, Session session) {
        this.file = session.folder().map(folder -> folder.resolve(name));
        this.resume = session.resume();
        this.setting = setting.toString();
    }

    /** Whether the session has a folder. */
    public boolean keeps() {
        return file.isPresent();
    }

    /** Whether some seconds have passed since it was last written. */
    public boolean due() {
        return keeps() && System.nanoTime() - last >= EVERY_NANOS;
    }

    /**
     * What it holds, if it is there and the session goes on from it.
     *
     * @throws IllegalArgumentException if it is of another setting
     */
    public Optional<SafetensorsFile> read() {
        Optional<Path> there = file.filter(path -> resume && Files.isRegularFile(path));
        return there.map(path -> {
            SafetensorsFile held = SafetensorsFile.read(path);
            if (!setting.equals(held.metadata().get(SETTING))) {
                throw new IllegalArgumentException("--resume: what is kept in " + path
                        + " is of another setting; go on with the command that began it, or --overwrite it");
            }
            return held;
        });
    }

    /** An array that it must hold. */
    public Tensor tensor(SafetensorsFile held, String name) {
        Tensor found = held.tensors().get(name);
        if (found == null) {
            throw unfit("lacks " + name);
        }
        return found;
    }

    /** What to throw if its contents do not fit; {@code how} says in which way. */
    public IllegalArgumentException unfit(String how) {
        return new IllegalArgumentException(
                "--resume: what is kept in " + file.map(Path::toString).orElse("memory") + " " + how
                        + "; --overwrite begins anew");
    }

    /** Writes it, in the place of what it held. */
    public void write(SequencedMap<String, Tensor> tensors, Map<String, String> words) {
        var metadata = new LinkedHashMap<String, String>();
        metadata.put(SETTING, setting);
        metadata.putAll(words);
        file.ifPresent(path -> SafetensorsFile.write(path, tensors, metadata));
        last = System.nanoTime();
    }
}
