package org.paisaje.network.onnx;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a model.
 *
 * @param index its place in the file
 * @param name its name, maybe empty
 * @param op the operation
 * @param domain the operator set, empty for that of ONNX
 * @param inputs the names of what it reads, empty where an optional input is left out
 * @param outputs the names of what it writes
 * @param attributes by name: Double, double[], String or {@link Constant}
 */
record OnnxNode(int index, String name, String op, String domain, List<String> inputs, List<String> outputs,
        Map<String, Object> attributes) {
    /** What messages call it. */
    String place() {
        return "node " + index + " (" + op + (name.isEmpty() ? "" : " \"" + name + "\"") + ")";
    }

    String input(int i) {
        return i < inputs.size() ? inputs.get(i) : "";
    }

    double number(String key, double otherwise) {
        return attributes.get(key) instanceof Double value ? value : otherwise;
    }

    int integer(String key, int otherwise) {
        return (int) number(key, otherwise);
    }

    String text(String key, String otherwise) {
        return attributes.get(key) instanceof String value ? value : otherwise;
    }

    int[] integers(String key, int... otherwise) {
        double @Nullable [] values = attributes.get(key) instanceof double[] given ? given : null;
        if (values == null) {
            return otherwise;
        }
        int[] result = new int[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (int) values[i];
        }
        return result;
    }
}
