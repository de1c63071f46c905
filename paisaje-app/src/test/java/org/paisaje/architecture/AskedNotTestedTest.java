package org.paisaje.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.paisaje.claims.Claim;
import org.paisaje.cli.Main;
import org.paisaje.loss.Loss;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.rule.Adam;

/**
 * Consumers ask losses, activations and optimizers what they need to know; none tests a name, a type or equality with a
 * constant. Read from the instructions of all compiled classes.
 */
final class AskedNotTestedTest {
    private static final List<Class<?>> KINDS = List.of(Loss.class, Activation.class, Optimizer.class);
    /** Where the things themselves live, which know their own type. */
    private static final List<String> HOMES = List.of("org.paisaje.loss.", "org.paisaje.network.activation.",
            "org.paisaje.training.rule.", "org.paisaje.training.second.", "org.paisaje.training.flow.");
    private static final Set<String> TESTS = Set.of("equals", "contains", "startsWith", "endsWith", "matches",
            "hashCode");
    private static final Set<String> NAMES = Set.of("name", "text", "toString");
    /** So many instructions after the name was asked for, a test of a string is one of the name. */
    private static final int NEAR = 4;

    @Test
    void noConsumerTestsNamesOrTypes() throws IOException {
        List<String> offences = new ArrayList<>();
        int seen = 0;
        for (Class<?> anchor : List.of(Loss.class, InfiniteNetwork.class,
                Subject.class, Claim.class,
                Main.class)) {
            for (byte[] compiled : classes(anchor)) {
                seen++;
                offences.addAll(offences(ClassFile.of().parse(compiled)));
            }
        }
        assertThat(seen).isGreaterThan(400);
        assertThat(offences).isEmpty();
    }

    /** The classes of the module of a class, which is a folder or, once packaged, a jar. */
    static List<byte[]> classes(Class<?> anchor) throws IOException {
        Path module = Path
                .of(Objects.requireNonNull(anchor.getProtectionDomain().getCodeSource()).getLocation().getPath());
        if (Files.isDirectory(module)) return classes(module);
        try (FileSystem jar = FileSystems.newFileSystem(module)) {
            return classes(jar.getPath("/"));
        }
    }

    private static List<byte[]> classes(Path root) throws IOException {
        List<byte[]> result = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                result.add(Files.readAllBytes(file));
            }
        }
        return result;
    }

    /** The rule sees each way in which a consumer could test. */
    @Test
    void everyKindOfTestIsSeen() throws IOException {
        assertThat(offences(model(Offender.class))).hasSize(9)
                .anyMatch(line -> line.contains("byName"))
                .anyMatch(line -> line.contains("byText"))
                .anyMatch(line -> line.contains("byVariable"))
                .anyMatch(line -> line.contains("byWord"))
                .anyMatch(line -> line.contains("byList"))
                .anyMatch(line -> line.contains("byEquality"))
                .anyMatch(line -> line.contains("byIdentity"))
                .anyMatch(line -> line.contains("byType"))
                .anyMatch(line -> line.contains("bySwitch"));
    }

    private static ClassModel model(Class<?> type) throws IOException {
        String name = type.getName();
        try (InputStream in = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return ClassFile.of().parse(Objects.requireNonNull(in).readAllBytes());
        }
    }

    /** What nobody should write. */
    static final class Offender {
        boolean byName(Loss loss) {
            return loss.name().contains("squared");
        }

        boolean byText(Optimizer rule) {
            return rule.text().startsWith("sgd");
        }

        boolean byVariable(Optimizer rule, double rate) {
            String name = rule.name();
            double twice = 2 * rate * rate;
            return twice > 1 && rate < 2 && name.equals("adam");
        }

        int byWord(Loss loss) {
            return switch (loss.name()) {
                case "logistic" -> 1;
                default -> 0;
            };
        }

        boolean byList(Optimizer rule) {
            return List.of("newton", "lm").contains(rule.name());
        }

        boolean byEquality(Loss loss) {
            return loss.equals(Loss.LOGISTIC);
        }

        @SuppressWarnings("ReferenceEquality")
        boolean byIdentity(Activation activation) {
            return activation == Activation.RELU;
        }

        boolean byType(Optimizer rule) {
            return rule instanceof Adam;
        }

        double bySwitch(Optimizer rule) {
            return switch (rule) {
                case Adam adam -> adam.beta1();
                default -> 0;
            };
        }
    }

    private static List<String> offences(ClassModel model) {
        String owner = name(model.thisClass().asSymbol());
        if (HOMES.stream().anyMatch(owner::startsWith)) {
            return List.of();
        }
        List<String> result = new ArrayList<>();
        for (MethodModel method : model.methods()) {
            if (method.methodName().stringValue().equals("equals")) {
                continue;
            }
            method.code().ifPresent(code -> {
                int sinceName = NEAR + 1;
                boolean constant = false;
                // The names of two things were asked for, which may be compared with each other.
                boolean two = false;
                Set<Integer> held = new HashSet<>();
                String where = owner + "." + method.methodName().stringValue();
                for (CodeElement element : code) {
                    String offence = offence(element, two ? NEAR : sinceName, constant);
                    if (offence != null) {
                        result.add(where + ": " + offence);
                    }
                    if (element instanceof Instruction) {
                        if (element instanceof StoreInstruction store) {
                            // A name that is kept in a variable is one wherever that is read.
                            boolean kept = sinceName == 0 ? held.add(store.slot()) : held.remove(store.slot());
                            sinceName = kept ? NEAR + 1 : sinceName + 1;
                        } else {
                            boolean again = element instanceof LoadInstruction load && held.contains(load.slot());
                            boolean asked = asksName(element) || again;
                            two = asked ? sinceName < NEAR : two && sinceName < 1;
                            sinceName = asked ? 0 : sinceName + 1;
                        }
                        constant = element instanceof FieldInstruction field && isOf(field.owner().asSymbol())
                                && isOf(field.typeSymbol());
                    }
                }
            });
        }
        return result;
    }

    private static @Nullable String offence(CodeElement element, int sinceName,
            boolean constant) {
        return switch (element) {
            case TypeCheckInstruction check when check.opcode() == Opcode.INSTANCEOF
                    && isImplementation(check.type().asSymbol()) ->
                "tests for the type " + name(check.type().asSymbol());
            case InvokeDynamicInstruction call when call.bootstrapMethod()
                    .owner()
                    .displayName()
                    .equals("SwitchBootstraps")
                    && call.bootstrapArgs().stream().anyMatch(a -> a instanceof ClassDesc d && isImplementation(d)) ->
                "switches on types";
            case InvokeInstruction call when call.name().stringValue().equals("equals")
                    && isOf(call.owner().asSymbol()) ->
                "compares with equals";
            case InvokeInstruction call when TESTS.contains(call.name().stringValue()) && sinceName < NEAR ->
                "tests a name with " + call.name().stringValue();
            case BranchInstruction branch when constant && branch.opcode().name().startsWith("IF_ACMP") ->
                "compares with a constant";
            default -> null;
        };
    }

    private static boolean asksName(CodeElement element) {
        return element instanceof InvokeInstruction call && NAMES.contains(call.name().stringValue())
                && isOf(call.owner().asSymbol());
    }

    /** Whether the type is one of the kinds or an implementation. */
    private static boolean isOf(ClassDesc type) {
        return KINDS.stream().anyMatch(kind -> kind.isAssignableFrom(load(type)));
    }

    private static boolean isImplementation(ClassDesc type) {
        return isOf(type) && !KINDS.contains(load(type));
    }

    private static Class<?> load(ClassDesc type) {
        if (!type.isClassOrInterface() || !name(type).startsWith("org.paisaje.")) {
            return Object.class;
        }
        try {
            return Class.forName(name(type), false, AskedNotTestedTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.startsWith("L")
                ? descriptor.substring(1, descriptor.length() - 1).replace('/', '.')
                : descriptor;
    }
}
