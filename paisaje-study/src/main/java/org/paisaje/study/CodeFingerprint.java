package org.paisaje.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Network;

/**
 * A fingerprint of the compiled code that a result depends on: a change in any class of the modules from mathematics to
 * claims changes it. Sixteen hexadecimal digits of SHA-256.
 */
public final class CodeFingerprint {
    private static final String CURRENT = compute();

    private CodeFingerprint() {}

    public static String current() {
        return CURRENT;
    }

    private static String compute() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Class<?> anchor : List.of(Seed.class, Network.class, CodeFingerprint.class)) {
                add(digest, location(anchor));
            }
            add(digest, location("org.paisaje.theory.package-info"));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException("the compiled code cannot be read for its fingerprint", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(MessageDigest digest, Path place) throws IOException {
        if (Files.isRegularFile(place)) {
            digest.update(Files.readAllBytes(place));
            return;
        }
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                digest.update(Files.readAllBytes(file));
            }
        }
    }

    private static Path location(String className) {
        try {
            return location(Class.forName(className));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a module of Paisaje is missing from the class path", e);
        }
    }

    private static Path location(Class<?> anchor) {
        URI uri;
        try {
            uri = anchor.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return Path.of(uri);
    }
}
