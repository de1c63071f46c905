package org.paisaje.weights;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.NpzFile;
import org.paisaje.data.format.SafetensorsFile;
import org.paisaje.data.format.Tensor;
import org.paisaje.network.Layout;
import org.paisaje.network.Network;

/**
 * Theta in a {@code .safetensors} or {@code .npz} file, entries {@code layers.<i>.weight} (outputs x inputs) and
 * {@code layers.<i>.bias}. Files of a PyTorch {@code nn.Sequential} are read as well: there the numbers count all modules,
 * so {@code 0.weight}, {@code 2.weight}, with any one prefix, are taken in order. Narrower floating types are widened.
 * The values are those of theta: under the tangent-kernel and mean-field parametrizations the factors are applied later.
 */
public final class Weights {
    private static final String NETWORK = "network";

    private Weights() {}

    /** Writes theta in double precision. */
    public static void write(Path path, Network network, double[] theta) {
        write(path, network, theta, ElementType.F64, Map.of());
    }

    /**
     * Writes theta.
     *
     * @param type F64, or F32 with the values rounded to nearest
     * @param metadata text by key, kept in a safetensors file; the network's own line is added as {@code network}
     */
    public static void write(Path path, Network network, double[] theta, ElementType type,
            Map<String, String> metadata) {
        if (theta.length != network.layout().size()) {
            throw new IllegalArgumentException("write: theta has " + theta.length + " parameters, " + network
                    + " has " + network.layout().size());
        }
        var tensors = new LinkedHashMap<String, Tensor>();
        for (Layout.Slice slice : network.layout().slices()) {
            double[] values = Arrays.copyOfRange(theta, slice.offset(), slice.offset() + slice.size());
            int[] shape = slice.name().endsWith(".bias")
                    ? new int[] {slice.size()}
                    : new int[] {slice.rows(), slice.columns()};
            tensors.put(slice.name(), new Tensor(type, shape, values));
        }
        if (zipped(path)) {
            NpzFile.write(path, tensors);
        } else {
            var all = new LinkedHashMap<>(metadata);
            all.put(NETWORK, network.toString());
            SafetensorsFile.write(path, tensors, all);
        }
    }

    /**
     * Reads theta for a network.
     *
     * @throws DataFormatException naming the entry that does not fit, with the shape it has and the one needed
     */
    public static double[] read(Path path, Network network) {
        SequencedMap<String, Tensor> tensors = zipped(path)
                ? NpzFile.read(path)
                : SafetensorsFile.read(path).tensors();
        return new WeightNames(path.toString(), tensors).fill(network);
    }

    /** The line of the network that a safetensors file of ours was written for; other files do not say. */
    public static Optional<String> network(Path path) {
        return zipped(path)
                ? Optional.empty()
                : Optional.ofNullable(SafetensorsFile.read(path).metadata().get(NETWORK));
    }

    private static boolean zipped(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".npz") && !name.endsWith(".safetensors")) {
            throw new DataFormatException(path.toString(), "", "weights are .safetensors or .npz files"
                    + (name.matches(".*\\.(pt|pth|bin|ckpt)")
                            ? "; in Python, safetensors.torch.save_file(model.state_dict(), \"w.safetensors\")"
                            : ""));
        }
        return name.endsWith(".npz");
    }
}
