package org.paisaje.data.source;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.paisaje.registry.Entry;
import org.paisaje.registry.Registry;

/** The kinds of files that hold inputs with targets; the first that takes a text reads it. */
public final class SourceFormats {
    static final Registry<SourceFormat> REGISTRY = Registry.of(SourceFormat.class, "data file", List.of(
            entry("idx:IMAGES,LABELS", "the files of MNIST and its kin, gzipped or not",
                    spec -> spec.startsWith("idx:"),
                    (spec, options, known) -> Sources.idx(spec, options.reading(), known))
                    .examples("idx:train-images.gz,train-labels.gz"),
            entry("FILE.csv", "a table with --target COLUMN; also .tsv, .txt, .data, .dat, each also with .gz",
                    Sources::isTable, Sources::csv).examples("houses.csv"),
            entry("FILE.parquet", "a table with --target COLUMN, plain or compressed by snappy, gzip or lz4",
                    Sources::isParquet, Sources::parquet).examples("houses.parquet"),
            entry("FILE.npz", "NumPy arrays x and y, or one array for each column with --target NAME",
                    spec -> ends(spec, ".npz"), NpzSource::read).examples("arrays.npz"),
            entry("X.npy,Y.npy", "two NumPy arrays, the first index counting samples", spec -> ends(spec, ".npy"),
                    Sources::npy).examples("inputs.npy,targets.npy")));

    private SourceFormats() {}

    /** Reads. */
    @FunctionalInterface
    private interface Reader {
        Sources.Read read(String spec, SourceOptions options, List<String> known);
    }

    private static boolean ends(String spec, String ending) {
        return spec.toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static Entry<SourceFormat> entry(String form, String description, Predicate<String> takes,
            Reader reader) {
        SourceFormat format = new SourceFormat() {
            @Override
            public boolean takes(String spec) {
                return takes.test(spec);
            }

            @Override
            public Sources.Read read(String spec, SourceOptions options, List<String> known) {
                return reader.read(spec, options, known);
            }
        };
        return Entry.of(SourceFormat.class, form, description, options -> format);
    }

    /** How they are written, for messages. */
    public static String forms() {
        List<String> forms = REGISTRY.entries().stream().map(Entry::form).toList();
        return String.join(", ", forms.subList(0, forms.size() - 1)) + " or " + forms.getLast();
    }
}
