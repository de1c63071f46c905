package org.paisaje.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.Dataset;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.math.random.Seed;

final class GroupingTest {
    @TempDir
    Path folder;

    private Sources.Read read(String text, CsvDialect dialect) throws IOException {
        Path file = folder.resolve("table.csv");
        Files.writeString(file, text);
        return Sources.read(file.toString(), SourceOptions.detected().withTarget("y").dialect(dialect), Seed.of(1));
    }

    private static CsvDialect by(String column) {
        return CsvDialect.detected().withGroup(column);
    }

    @Test
    void wordsAndNumbersNameGroupsAndAreNoInputs() throws IOException {
        Sources.Read words = read("who,a,y\nann,1.5,0.1\nbob,2.5,0.2\nann,3.5,0.3\n", by("who"));
        assertThat(words.columns()).containsExactly("a");
        assertThat(words.groups().orElseThrow().numbers()).containsExactly(0, 1, 0);
        Sources.Read numbers = read("who,a,y\n7,1.5,0.1\n8,2.5,0.2\n7.0,3.5,0.3\n", by("1"));
        assertThat(numbers.data().inputs()).isEqualTo(1);
        assertThat(numbers.groups().orElseThrow().numbers()).containsExactly(0, 1, 0);
        assertThat(words.groups().get().shared(numbers.groups().get())).isZero();
        assertThat(read("who,a,y\nann,1.5,0.1\nbob,2.5,0.2\n", CsvDialect.detected()).groups()).isEmpty();
    }

    @Test
    void recordsWithoutGroupAreRefusedOrLeftOut() throws IOException {
        String text = "who,a,y\nann,1.5,0.1\n,2.5,0.2\nbob,3.5,0.3\n";
        assertThatThrownBy(() -> read(text, by("who"))).hasMessageContaining("the group is missing");
        Sources.Read less = read(text, by("who").withMissing(CsvDialect.Missing.DROP));
        assertThat(less.data().size()).isEqualTo(2);
        assertThat(less.groups().orElseThrow().names()).isEqualTo(List.of("ann", "bob"));
        assertThatThrownBy(() -> read(text, by("y"))).hasMessageContaining("is the target");
        assertThatThrownBy(() -> read(text, by("who").dropping(List.of("who")))).hasMessageContaining("to be dropped");
    }

    @Test
    void aSplitKeepsGroupsWhole() throws IOException {
        StringBuilder text = new StringBuilder("who,a,y\n");
        for (int i = 0; i < 60; i++) {
            text.append('p').append(i % 12).append(',').append(i % 12 + 0.5).append(",0.").append(i).append('\n');
        }
        Dataset.Split split = read(text.toString(), by("who")).split(0.25, Seed.of(3));
        assertThat(split.test().size()).isEqualTo(15);
        for (double one : split.test().x().data()) {
            assertThat(split.train().x().data()).doesNotContain(one);
        }
    }
}
