package org.paisaje.data.format.torch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Payload;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.tensor.OptimizerEntries;
import org.paisaje.data.format.tensor.TensorFile;

/**
 * The arrays of a file that {@code torch.save} wrote (PyTorch 1.6 or newer): a zip archive with a pickle, which says names,
 * shapes and strides, and the numbers of each storage as an entry of their own. State dictionaries, checkpoints that hold
 * one and whole modules are read; no code is run.
 */
public final class TorchFile implements TensorFile {
    private static final int LONGEST = 1 << 26;

    private final Path path;
    private final ByteOrder order;
    private final String folder;
    private final SequencedMap<String, TorchTensor> tensors;
    private final Map<String, String> metadata;
    private final List<String> notes;
    private final Optional<TorchOptimizer> optimizer;

    private TorchFile(Path path, String folder, ByteOrder order, TorchObjects objects) {
        this.path = path;
        this.folder = folder;
        this.order = order;
        this.tensors = objects.tensors();
        this.metadata = objects.classes();
        this.notes = objects.notes();
        this.optimizer = objects.optimizer();
    }

    public static TorchFile open(Path path) {
        try (ZipFile zip = zip(path)) {
            ZipEntry pickle = zip.stream()
                    .filter(entry -> entry.getName().endsWith("/data.pkl") || entry.getName().equals("data.pkl"))
                    .findFirst()
                    .orElseThrow(() -> new DataFormatException(path.toString(), "",
                            "it is a zip archive without data.pkl, which torch.save writes"));
            String folder = pickle.getName().substring(0, pickle.getName().length() - "data.pkl".length());
            byte[] bytes = bytes(path, zip, pickle, LONGEST);
            ZipEntry order = zip.getEntry(folder + "byteorder");
            boolean big = order != null
                    && new String(bytes(path, zip, order, 64), StandardCharsets.US_ASCII).strip().equals("big");
            return new TorchFile(path, folder, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                    TorchObjects.of(path.toString(), Pickle.read(path + ", data.pkl", bytes)));
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    private static ZipFile zip(Path path) throws IOException {
        byte[] start = new byte[4];
        try (InputStream in = Files.newInputStream(path)) {
            int got = in.readNBytes(start, 0, 4);
            if (got < 4 || start[0] != 'P' || start[1] != 'K') {
                throw new DataFormatException(path.toString(), "byte 0", "it is no zip archive, which torch.save has "
                        + "written since PyTorch 1.6; older files become readable by torch.save(torch.load(FILE), FILE)");
            }
        }
        try {
            return new ZipFile(path.toFile());
        } catch (ZipException | IllegalArgumentException e) {
            throw new DataFormatException(path.toString(), "",
                    "it is not a complete zip archive (" + DataFormatException.describe(e) + ")");
        }
    }

    private static byte[] bytes(Path path, ZipFile zip, ZipEntry entry, int most) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new DataFormatException(path.toString(), "entry " + entry.getName(),
                        "it holds more than " + most + " bytes, which are read at most");
            }
            return bytes;
        } catch (ZipException | EOFException e) {
            throw new DataFormatException(path.toString(), "entry " + entry.getName(),
                    "it is damaged (" + DataFormatException.describe(e) + ")");
        }
    }

    @Override
    public SequencedMap<String, Tensor.Form> forms() {
        var forms = new LinkedHashMap<String, Tensor.Form>();
        tensors.forEach((name, tensor) -> forms.put(name, tensor.form()));
        return forms;
    }

    @Override
    public Tensor read(String name) {
        TorchTensor tensor = Optional.ofNullable(tensors.get(name))
                .orElseThrow(() -> new IllegalArgumentException("read: there is no array " + name));
        return read(name, tensor);
    }

    @Override
    public Optional<OptimizerEntries> optimizer() {
        return optimizer.flatMap(one -> one.of(this, tensors));
    }

    /** The numbers of a tensor, which messages call by a name. */
    Tensor read(String name, TorchTensor tensor) {
        String entryName = folder + "data/" + tensor.storage().key();
        try (ZipFile zip = zip(path)) {
            ZipEntry entry = zip.getEntry(entryName);
            String place = path + ", array " + name;
            if (entry == null) {
                throw new DataFormatException(place, "", "the archive has no entry " + entryName + " with its numbers");
            }
            TorchTensor.Storage storage = tensor.storage();
            if (entry.getSize() != storage.count() * storage.type().bytes()) {
                throw new DataFormatException(place, "", "its storage is to have " + storage.count() + " numbers of "
                        + storage.type().bytes() + " bytes, and the entry has " + entry.getSize() + " bytes");
            }
            int count = (int) storage.count();
            try (InputStream in = zip.getInputStream(entry)) {
                double[] values = Payload.read(place, in, 0, storage.type(), order, count);
                return new Tensor(storage.type(), tensor.shape(), tensor.gather(values));
            }
        } catch (ZipException | EOFException e) {
            throw new DataFormatException(path.toString(), "array " + name,
                    "its numbers are damaged (" + DataFormatException.describe(e) + ")");
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    @Override
    public boolean ordered() {
        return true;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public List<String> notes() {
        return new ArrayList<>(notes);
    }
}
