package org.paisaje.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.claims.Claim;
import org.paisaje.cli.Main;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.theory.kernel.InfiniteNetwork;

/** A public record with arrays prints what is in them, not where they lie. */
final class ReadableRecordsTest {
    private static final String GENERATED = "Ljava/lang/runtime/ObjectMethods;";

    @Test
    void recordsWithArraysSayWhatTheyHold() throws IOException {
        List<String> offences = new ArrayList<>();
        int seen = 0;
        for (Class<?> anchor : List.of(Matrix.class, Loss.class, InfiniteNetwork.class, Subject.class, Claim.class,
                Main.class)) {
            for (byte[] compiled : AskedNotTestedTest.classes(anchor)) {
                ClassModel model = ClassFile.of().parse(compiled);
                if (model.flags().has(AccessFlag.PUBLIC) && hasArrays(model)) {
                    seen++;
                    model.methods()
                            .stream()
                            .filter(ReadableRecordsTest::isToString)
                            .filter(ReadableRecordsTest::generated)
                            .forEach(method -> offences.add(model.thisClass().asInternalName()));
                }
            }
        }
        assertThat(seen).isGreaterThan(50);
        assertThat(offences).as("records whose toString would print [D@1b2c3d; return Brief.of(this)").isEmpty();
    }

    /** Arrays as components, or inside of lists and maps that are components. */
    private static boolean hasArrays(ClassModel model) {
        return model.findAttribute(Attributes.record())
                .map(record -> record.components()
                        .stream()
                        .anyMatch(component -> component.descriptor().stringValue().startsWith("[")
                                || component.findAttribute(Attributes.signature())
                                        .map(signature -> signature.signature().stringValue().contains("["))
                                        .orElse(false)))
                .orElse(false);
    }

    private static boolean isToString(MethodModel method) {
        return method.methodName().equalsString("toString") && method.methodType().equalsString("()Ljava/lang/String;");
    }

    private static boolean generated(MethodModel method) {
        return method.code()
                .map(code -> code.elementStream()
                        .anyMatch(element -> element instanceof InvokeDynamicInstruction dynamic
                                && dynamic.bootstrapMethod().owner().descriptorString().equals(GENERATED)))
                .orElse(false);
    }
}
