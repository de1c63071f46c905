package org.paisaje.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes the old classes of a jar anew, in the format of Java 8 with its stack maps. The JVM keeps only classes that have
 * them in its ahead-of-time cache; picocli's are of Java 5, and to read and verify them took a third of a start. The
 * launcher calls it for its own copy of the jar.
 */
final class StackMaps {
    /** The first version whose classes are verified by stack maps alone. */
    private static final int WITH_STACK_MAPS = ClassFile.JAVA_7_VERSION;
    private static final int MAJOR = 6;

    /** Knows which class extends which by the class path. */
    static final ClassFile FORMAT = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver
                    .ofResourceParsing(StackMaps.class.getClassLoader())
                    .orElse(ClassHierarchyResolver.defaultResolver())));

    private StackMaps() {}

    /** @param args the jar, which must be on the class path too */
    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipFile old = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(fresh);
                ZipOutputStream out = new ZipOutputStream(file)) {
            Enumeration<? extends ZipEntry> entries = old.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                byte[] bytes = old.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(entry.getName().endsWith(".class") ? present(bytes) : bytes);
                out.closeEntry();
            }
        }
        Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The class with stack maps, or itself if it has them. */
    static byte[] present(byte[] old) {
        if (Byte.toUnsignedInt(old[MAJOR]) * 256 + Byte.toUnsignedInt(old[MAJOR + 1]) >= WITH_STACK_MAPS) {
            return old;
        }
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        };
        return FORMAT.transformClass(FORMAT.parse(old),
                version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
    }
}
