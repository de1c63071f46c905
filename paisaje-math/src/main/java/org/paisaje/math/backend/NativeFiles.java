package org.paisaje.math.backend;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Shared libraries that lie in a jar, unpacked once into a folder where the linker finds them.
 *
 * <p>A folder is trusted only if every file has the size and the CRC-32 of its jar entry. Unpacking writes to a
 * temporary folder beside it, forces the bytes to disk, and moves the folder into place in one step, so that a crash or
 * two processes at once leave either nothing or a complete folder; a broken folder is replaced.
 *
 * @param resourceFolder the folder on the class path, with a trailing slash
 * @param names the files, in the order in which they must be loaded
 */
record NativeFiles(String resourceFolder, List<String> names) {

    /** Size and checksum of a file. */
    private record Fingerprint(long size, long crc) {}

    /**
     * Unpacks the files and opens some of them for the rest of the program.
     *
     * @param product the folder's name below {@code $XDG_CACHE_HOME/paisaje} or {@code ~/.cache/paisaje}; where neither
     *        can be written or run from, a private temporary folder is used that is deleted when the program ends
     * @param opened the files to open, in this order
     * @return the functions of all of them
     */
    SymbolLookup open(String product, List<String> opened) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (Path cache : caches()) {
            Path folder = cache.resolve("paisaje").resolve(product);
            try {
                return load(unpackTo(folder), opened);
            } catch (IOException | IllegalArgumentException | UnsupportedOperationException | SecurityException e) {
                reasons.add(folder + ": " + e.getMessage());
            }
        }
        try {
            Path folder = Files.createTempDirectory("paisaje-natives-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return load(unpackTo(folder.resolve(product)), opened);
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException | SecurityException e) {
            reasons.add(e.getMessage());
        }
        throw new IOException(String.join("; ", reasons));
    }

    private static SymbolLookup load(Path folder, List<String> opened) {
        SymbolLookup all = SymbolLookup.loaderLookup();
        for (String name : opened) {
            all = SymbolLookup.libraryLookup(folder.resolve(name), Arena.global()).or(all);
        }
        return all;
    }

    private static List<Path> caches() {
        List<Path> caches = new ArrayList<>();
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && !xdg.isBlank() && Path.of(xdg).isAbsolute()) {
            caches.add(Path.of(xdg));
        }
        String home = System.getProperty("user.home", "");
        if (!home.isBlank() && Path.of(home).isAbsolute()) {
            caches.add(Path.of(home, ".cache"));
        }
        return caches;
    }

    /** Makes sure that {@code folder} holds the files and returns it. */
    Path unpackTo(Path folder) throws IOException {
        if (isComplete(folder)) {
            return folder;
        }
        Path parent = folder.toAbsolutePath().resolveSibling("");
        Files.createDirectories(parent);
        // A lock on a file keeps other programs out, the monitor other threads of this one.
        synchronized (NativeFiles.class) {
            try (FileChannel channel = FileChannel.open(parent.resolve(folder.getFileName() + ".lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.WRITE); @Nullable
            FileLock lock = lock(channel)) {
                if (!isComplete(folder)) {
                    replace(folder, parent);
                }
            }
        }
        if (!isComplete(folder)) {
            throw new IOException("the libraries unpacked to " + folder + " differ from those in the jar");
        }
        return folder;
    }

    private void replace(Path folder, Path parent) throws IOException {
        Path fresh = Files.createTempDirectory(parent, "unpack-");
        try {
            for (String name : names) {
                copy(name, fresh.resolve(name));
            }
            if (Files.exists(folder) && !isComplete(folder)) {
                Path broken = parent.resolve(fresh.getFileName() + "-broken");
                Files.move(folder, broken, StandardCopyOption.ATOMIC_MOVE);
                delete(broken);
            }
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // On a file system without locks another program may have been faster.
            if (!isComplete(folder)) {
                throw e;
            }
        } finally {
            delete(fresh);
        }
    }

    private void copy(String name, Path target) throws IOException {
        try (InputStream in = open(name).getInputStream();
                FileChannel out = FileChannel.open(target,
                        StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[1 << 20];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                var bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            }
            out.force(true);
        }
        target.toFile().setExecutable(true);
    }

    private boolean isComplete(Path folder) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                return false;
            }
            Fingerprint expected = expected(name);
            if (Files.size(file) != expected.size || crc(file) != expected.crc) {
                return false;
            }
        }
        return true;
    }

    private Fingerprint expected(String name) throws IOException {
        URLConnection connection = open(name);
        if (connection instanceof JarURLConnection jar && jar.getJarEntry() != null
                && jar.getJarEntry().getCrc() >= 0) {
            return new Fingerprint(jar.getJarEntry().getSize(), jar.getJarEntry().getCrc());
        }
        try (InputStream in = connection.getInputStream()) {
            byte[] bytes = in.readAllBytes();
            CRC32 crc = new CRC32();
            crc.update(bytes);
            return new Fingerprint(bytes.length, crc.getValue());
        }
    }

    private URLConnection open(String name) throws IOException {
        URL url = NativeFiles.class.getClassLoader().getResource(resourceFolder + name);
        if (url == null) {
            throw new IOException("no " + resourceFolder + name + " on the class path");
        }
        return url.openConnection();
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (FileChannel channel = FileChannel.open(file)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            crc.update(bytes);
        }
        return crc.getValue();
    }

    /** Some file systems know no locks; the move into place is safe without. */
    private static @Nullable FileLock lock(FileChannel channel) {
        try {
            return channel.lock();
        } catch (IOException e) {
            return null;
        }
    }

    /** Deletes a folder and what lies in it; what cannot be deleted stays. */
    static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // Nothing there.
        }
    }
}
