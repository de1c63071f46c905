package org.paisaje.claims.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.paisaje.claims.Claim;

/**
 * What theory says and what is measured come from different code. From the compiled classes: no method of the theory, of
 * training or of risks is reached from both sides of a claim. Mathematics is, and so are networks, points and other
 * descriptions of the problem: they have tests of their own.
 */
final class IndependenceTest {
    private static final String OURS = "org/paisaje/";
    private static final List<String> SUBJECTS = List.of("org/paisaje/theory/", "org/paisaje/training/",
            "org/paisaje/risk/");
    /** Kernels of infinite width are what statements speak of; claims compare them with those of another program. */
    private static final List<String> OBJECTS = List.of("org/paisaje/theory/kernel/");

    private final Map<String, Read> classes = new HashMap<>();

    /** A method by its class, name and descriptor. */
    private record Method(String owner, String name, String descriptor) {}

    /** A class file that was read: its superclass, whether it is a record, and what each method calls. */
    private record Read(@Nullable String parent, boolean record, Map<String, Set<Method>> calls) {}

    @Test
    void noPredictionReachesWhatIsMeasured() throws IOException, URISyntaxException {
        var shared = new TreeMap<String, Set<String>>();
        int chains = 0;
        for (Path file : claimClasses()) {
            for (MethodModel method : ClassFile.of().parse(file).methods()) {
                for (Map<String, Set<Method>> roles : chains(method)) {
                    Set<Method> predicted = reached(roles.getOrDefault("predict", Set.of()));
                    Set<Method> measured = reached(roles.getOrDefault("measure", Set.of()));
                    chains += predicted.isEmpty() || measured.isEmpty() ? 0 : 1;
                    predicted.stream()
                            .filter(measured::contains)
                            .filter(this::matters)
                            .forEach(m -> shared
                                    .computeIfAbsent(file.getFileName() + " " + method.methodName(),
                                            k -> new TreeSet<>())
                                    .add(m.owner() + "." + m.name()));
                }
            }
        }
        assertThat(chains).as("claims whose two sides were found").isGreaterThan(200);
        assertThat(shared).isEmpty();
    }

    private boolean matters(Method method) {
        Read owner = read(method.owner());
        boolean accessor = owner != null && owner.record() && method.descriptor().startsWith("()");
        return !accessor && SUBJECTS.stream().anyMatch(method.owner()::startsWith)
                && OBJECTS.stream().noneMatch(method.owner()::startsWith) && !method.name().startsWith("<");
    }

    private static List<Path> claimClasses() throws IOException, URISyntaxException {
        Path root = Path.of(Claim.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (var files = Files.walk(root.resolve("org/paisaje/claims/catalogue"))) {
            return files.filter(f -> f.toString().endsWith(".class")).sorted().toList();
        }
    }

    /** For each claim that a method builds, the functions that it hands over to predict and to measure. */
    private static List<Map<String, Set<Method>>> chains(MethodModel method) {
        var chains = new ArrayList<Map<String, Set<Method>>>();
        Method last = null;
        for (CodeElement element : method.code().map(code -> code.elementList()).orElse(List.of())) {
            if (element instanceof InvokeDynamicInstruction lambda) {
                last = target(lambda);
            } else if (element instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals("org/paisaje/claims/ClaimBuilder")) {
                String name = call.name().stringValue();
                if (name.equals("of") || chains.isEmpty()) {
                    chains.add(new HashMap<>());
                }
                String role = name.equals("measureAs") ? "measure" : name;
                if (last != null && (role.equals("predict") || role.equals("measure"))) {
                    chains.getLast().computeIfAbsent(role, k -> new HashSet<>()).add(last);
                }
            }
        }
        return chains;
    }

    private static @Nullable Method target(InvokeDynamicInstruction lambda) {
        for (var argument : lambda.bootstrapArgs()) {
            if (argument instanceof DirectMethodHandleDesc handle) {
                String owner = handle.owner().descriptorString();
                return new Method(owner.substring(1, owner.length() - 1), handle.methodName(),
                        handle.lookupDescriptor());
            }
        }
        return null;
    }

    private Set<Method> reached(Set<Method> from) {
        var seen = new HashSet<Method>();
        Deque<Method> next = new ArrayDeque<>(from);
        while (!next.isEmpty()) {
            Method method = declared(next.pop());
            if (method.owner().startsWith(OURS) && seen.add(method)) {
                Read owner = read(method.owner());
                next.addAll(owner == null
                        ? Set.of()
                        : owner.calls().getOrDefault(method.name() + method.descriptor(), Set.of()));
            }
        }
        return seen;
    }

    /** The method where it is declared, up the superclasses. */
    private Method declared(Method method) {
        for (String owner = method.owner(); owner != null && owner.startsWith(OURS);) {
            Read found = read(owner);
            if (found == null) {
                break;
            }
            if (found.calls().containsKey(method.name() + method.descriptor())) {
                return new Method(owner, method.name(), method.descriptor());
            }
            owner = found.parent();
        }
        return method;
    }

    private @Nullable Read read(String name) {
        return classes.computeIfAbsent(name, IndependenceTest::parse);
    }

    private static @Nullable Read parse(String name) {
        try (InputStream in = IndependenceTest.class.getClassLoader().getResourceAsStream(name + ".class")) {
            if (in == null) {
                return null;
            }
            ClassModel model = ClassFile.of().parse(in.readAllBytes());
            var calls = new HashMap<String, Set<Method>>();
            for (MethodModel method : model.methods()) {
                var called = new HashSet<Method>();
                for (CodeElement element : method.code().map(code -> code.elementList()).orElse(List.of())) {
                    if (element instanceof InvokeInstruction call) {
                        called.add(new Method(call.owner().asInternalName(), call.name().stringValue(),
                                call.type().stringValue()));
                    } else if (element instanceof InvokeDynamicInstruction lambda) {
                        Method target = target(lambda);
                        if (target != null) {
                            called.add(target);
                        }
                    }
                }
                calls.put(method.methodName().stringValue() + method.methodType().stringValue(), called);
            }
            return new Read(model.superclass().map(s -> s.asInternalName()).orElse(null),
                    model.superclass().map(s -> s.asInternalName().equals("java/lang/Record")).orElse(false), calls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
