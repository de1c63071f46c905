package org.paisaje.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.data.format.AtomicFile;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Network;
import org.paisaje.weights.Weights;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Something of a result that goes to files of its own. Each file is whole or absent. */
public sealed interface Keep {
    /** The name without ending. */
    String name();

    /** The names of its files. */
    List<String> files();

    /** Writes the files. */
    void write(Path folder);

    /** Numbers in a row, as {@code .npy} of one dimension. */
    record Vector(String name, double[] values) implements Keep {
        @Override
        public List<String> files() {
            return List.of(name + ".npy");
        }

        @Override
        public void write(Path folder) {
            NpyFile.write(folder.resolve(name + ".npy"),
                    new Tensor(ElementType.F64, new int[] {values.length}, values));
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** Numbers in rows and columns, as {@code .npy}. */
    record Array(String name, Matrix values) implements Keep {
        /** How many rows. */
        public int rows() {
            return values.rows();
        }

        /** How many columns. */
        public int columns() {
            return values.columns();
        }

        @Override
        public List<String> files() {
            return List.of(name + ".npy");
        }

        @Override
        public void write(Path folder) {
            NpyFile.write(folder.resolve(name + ".npy"), values);
        }
    }

    /** Columns of one length by name, as {@code .csv} and {@code .json}. */
    record Columns(String name, Map<String, double[]> columns) implements Keep {
        private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

        /** Copies the map in its order; refuses columns of different length. */
        public Columns {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
            if (columns.values().stream().mapToInt(column -> column.length).distinct().count() > 1) {
                throw new IllegalArgumentException("columns " + name + ": they have different lengths");
            }
        }

        @Override
        public List<String> files() {
            return List.of(name + ".csv", name + ".json");
        }

        @Override
        public void write(Path folder) {
            List<String> names = List.copyOf(columns.keySet());
            List<double[]> all = List.copyOf(columns.values());
            int rows = all.isEmpty() ? 0 : all.getFirst().length;
            Matrix table = Matrix.zeros(rows, names.size());
            for (int j = 0; j < names.size(); j++) {
                for (int i = 0; i < rows; i++) {
                    table.set(i, j, all.get(j)[i]);
                }
            }
            CsvFile.write(folder.resolve(name + ".csv"), names, table);
            byte[] json = (JSON.writeValueAsString(columns) + "\n").getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(folder.resolve(name + ".json"), out -> out.write(json));
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** Values by name, as {@code .json}. */
    record Values(String name, Map<String, Object> values) implements Keep {
        private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

        /** Copies the map in its order. */
        public Values {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public List<String> files() {
            return List.of(name + ".json");
        }

        @Override
        public void write(Path folder) {
            byte[] json = (JSON.writeValueAsString(values) + "\n").getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(folder.resolve(name + ".json"), out -> out.write(json));
        }
    }

    /** Parameters of a network, as {@code .safetensors}. */
    record Parameters(String name, Network network, double[] theta, Map<String, String> metadata) implements Keep {
        @Override
        public List<String> files() {
            return List.of(name + ".safetensors");
        }

        @Override
        public void write(Path folder) {
            Weights.write(folder.resolve(name + ".safetensors"), network, theta, ElementType.F64, metadata);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** A file that the study has left in the folder of its session. */
    record Left(String name) implements Keep {
        @Override
        public List<String> files() {
            return List.of(name);
        }

        @Override
        public void write(Path folder) {}
    }
}
