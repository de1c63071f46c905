package org.paisaje.study.provenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Network;

/**
 * A fingerprint of the compiled code that a result depends on: a change in any class of the modules from mathematics to
 * studies, or of the code that the caller names, changes it. Sixteen hexadecimal digits of SHA-256.
 */
public final class CodeFingerprint {
    private static final Map<Set<Path>, String> KNOWN = new ConcurrentHashMap<>();

    private CodeFingerprint() {}

    /** The fingerprint of Paisaje as far as its studies and of whatever else is in the modules or jars of some classes. */
    public static String with(Class<?>... others) {
        var places = new LinkedHashSet<Path>();
        Stream.of(Seed.class, Network.class, CodeFingerprint.class).map(CodeFingerprint::location).forEach(places::add);
        places.add(location("org.paisaje.theory.package-info"));
        Stream.of(others).map(CodeFingerprint::location).forEach(places::add);
        return KNOWN.computeIfAbsent(places, CodeFingerprint::digest);
    }

    private static String digest(Set<Path> places) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path place : places) {
                add(digest, place);
            }
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
