package org.paisaje.data.source;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.paisaje.data.format.csv.Categories;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.math.linalg.Matrix;

/** Columns of 0 and 1 behind the inputs, which say where other columns were missing. */
final class MissingIndicators {
    private MissingIndicators() {}

    /** With a column for each input with missing values, of a column of words for the column. */
    static Sources.Read of(Sources.Read read) {
        List<Integer> places = IntStream.of(read.gaps().places())
                .filter(j -> read.categories().of(j).map(column -> column.first() == j).orElse(true))
                .boxed()
                .toList();
        Sources.Read wider = with(read, places);
        if (places.isEmpty()) {
            return wider;
        }
        var notes = new ArrayList<>(read.notes());
        int d = read.data().inputs();
        notes.add("where values were missing is said by " + (wider.columns().isEmpty()
                ? places.size() + " more columns"
                : CsvFile.describe(wider.columns().subList(d, d + places.size()))) + ", 1 there and 0 elsewhere");
        return new Sources.Read(wider.data(), wider.columns(), wider.categories(), wider.gaps(), notes, places,
                read.groups());
    }

    /** With a column for each of some inputs. */
    static Sources.Read with(Sources.Read read, List<Integer> places) {
        int d = read.data().inputs();
        int[] from = IntStream.range(0, d + places.size()).map(j -> j < d ? j : -1).toArray();
        Matrix wider = read.gaps()
                .indicated(read.data().x(), places.stream().mapToInt(Integer::intValue).toArray());
        return new Sources.Read(read.data().withInputs(wider).withNames(named(read, read.data().names(), places)),
                named(read, read.columns(), places), read.categories(),
                read.gaps().isEmpty() ? read.gaps() : read.gaps().ordered(from), read.notes(), places,
                read.groups());
    }

    private static List<String> named(Sources.Read read, List<String> names, List<Integer> places) {
        return names.isEmpty()
                ? names
                : Stream.concat(names.stream(), places.stream()
                        .map(j -> read.categories().of(j).map(Categories.Column::name).orElse(names.get(j))
                                + " missing"))
                        .toList();
    }

    /** Without those columns. */
    static Sources.Read without(Sources.Read read) {
        int[] from = IntStream.range(0, read.data().inputs() - read.indicated().size()).toArray();
        Matrix x = Matrix.zeros(read.data().size(), from.length);
        for (int i = 0; i < x.rows(); i++) {
            for (int j : from) {
                x.set(i, j, read.data().x().get(i, j));
            }
        }
        return new Sources.Read(read.data().withInputs(x).withNames(fewer(read.data().names(), from.length)),
                fewer(read.columns(), from.length), read.categories(),
                read.gaps().isEmpty() ? read.gaps() : read.gaps().ordered(from), read.notes(), List.of(),
                read.groups());
    }

    private static List<String> fewer(List<String> names, int count) {
        return names.isEmpty() ? names : names.subList(0, count);
    }
}
