package org.paisaje.data.format.tensor;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.torch.TorchFile;

/**
 * Named arrays in a file, whose types and shapes are known before any numbers are read: safetensors (one file, or several
 * with an index), NumPy archives, PyTorch files and Keras files.
 */
public interface TensorFile extends AutoCloseable {
    /** The endings that are understood, for messages. */
    String ENDINGS = ".safetensors (or the .index.json of several), .npz, .pt, .pth, .h5 or .keras";

    /** Type and shape of every array, in the order of the file. */
    SequencedMap<String, Tensor.Form> forms();

    /** The numbers of one of the arrays. */
    Tensor read(String name);

    /** Whether the order of the file is that in which the arrays were made, and not one by name. */
    boolean ordered();

    /** Free text by key. */
    Map<String, String> metadata();

    /** What was passed over or refused in the file, a clause each. */
    List<String> notes();

    /** What the optimizer remembered, where that is beside the weights and belongs to them. */
    default Optional<OptimizerEntries> optimizer() {
        return Optional.empty();
    }

    @Override
    default void close() {}

    /** Whether the name of the file ends as one that can be opened. */
    static boolean knows(Path path) {
        return path.toString()
                .toLowerCase(Locale.ROOT)
                .matches(".*\\.(safetensors|safetensors\\.index\\.json|npz|pt|pth|bin|ckpt|h5|hdf5|keras)");
    }

    /** Opens a file by its ending. */
    static TensorFile open(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npz")) {
            return new NpzTensors(path);
        }
        if (name.endsWith(".safetensors")) {
            return SafetensorsFile.open(path);
        }
        if (name.endsWith(".index.json")) {
            return SafetensorsShards.open(path);
        }
        if (name.matches(".*\\.(pt|pth|bin|ckpt)")) {
            return TorchFile.open(path);
        }
        if (name.matches(".*\\.(h5|hdf5|keras)")) {
            return KerasFile.open(path);
        }
        throw new DataFormatException(path.toString(), "", "named arrays are read from " + ENDINGS + " files");
    }
}
