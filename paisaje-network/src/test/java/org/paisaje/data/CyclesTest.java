package org.paisaje.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.source.SourceOptions;
import org.paisaje.data.source.Sources;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** Columns that go round, and dates as text. */
final class CyclesTest {
    /** A sine of an angle below 2 pi is rounded by less. */
    private static final double ROUNDED = 1e-12;

    @TempDir
    private Path folder = Path.of("");

    private static Dataset table(double... column) {
        Matrix x = Matrix.wrap(column.length, 1, column);
        return Dataset.regression("t", x, x).withNames(List.of("u"));
    }

    private double[] read(String... dates) throws IOException {
        Path file = Files.writeString(folder.resolve("d.csv"),
                "when;y\n" + String.join(";0.5\n", dates) + ";0.25\n");
        return Sources.open(file.toString(), SourceOptions.detected().withTarget("y"), Seed.of(1)).x().data();
    }

    @Test
    void theLastHourLiesBesideTheFirst() {
        Dataset data = table(0, 6, 23);
        Dataset turned = Cycles.of(data, List.of(), List.of("u=24")).apply(data);
        assertThat(turned.names()).containsExactly("u sine", "u cosine");
        assertThat(turned.x().row(1)).containsExactly(new double[] {1, 0}, within(ROUNDED));
        assertThat(turned.x().get(2, 1)).isCloseTo(Math.cos(Math.PI / 12), within(ROUNDED));
        assertThatThrownBy(() -> Cycles.of(data, List.of(), List.of("u"))).hasMessageContaining("write COLUMN=PERIOD");
        assertThatThrownBy(() -> Cycles.of(data, List.of(), List.of("u=0"))).hasMessageContaining("above 0");
        assertThatThrownBy(() -> Cycles.of(data, List.of("v"), List.of())).hasMessageContaining("--date v");
    }

    @Test
    void aTimeHasThePeriodsThatItGoesOver() {
        Dataset hours = table(0, 3_600 * 7, 86_400 * 3, 86_400 * 10);
        assertThat(Cycles.of(hours, List.of("u"), List.of()).apply(hours).names())
                .containsExactly("u", "u day sine", "u day cosine", "u week sine", "u week cosine");
        Dataset days = table(0, 86_400 * 5, 86_400 * 400, 86_400 * 900);
        Dataset turned = Cycles.of(days, List.of("1"), List.of()).apply(days);
        assertThat(turned.names()).containsExactly("u", "u week sine", "u week cosine", "u year sine", "u year cosine");
        assertThat(turned.x().column(0)).containsExactly(0, 5.0 / 900, 400.0 / 900, 1);
        Dataset milliseconds = table(1.7e12, 1.7e12 + 86_400_000.0 / 4, 1.7e12 + 2 * 86_400_000.0);
        assertThat(Cycles.of(milliseconds, List.of("u"), List.of()).apply(milliseconds).names())
                .containsExactly("u", "u day sine", "u day cosine");
    }

    @Test
    void datesAreRead() throws IOException {
        double day = 86_400;
        assertThat(read("1970-01-02", "1970-01-03T12:00:00Z")).containsExactly(day, 2.5 * day);
        assertThat(read("1970/01/02 06:00", "1970/01/02 06:00:30.5+02:00"))
                .containsExactly(1.25 * day, 1.25 * day + 30.5 - 7200);
        assertThat(read("02.01.1970", "03.01.1970 12:00")).containsExactly(day, 2.5 * day);
        assertThat(read("1/2/1970", "1/13/1970")).containsExactly(day, 12 * day);
        assertThat(read("2/1/1970", "13/1/1970")).containsExactly(day, 12 * day);
        assertThatThrownBy(() -> read("1/2/1970", "2/1/1970")).hasMessageContaining("is not a number");
    }
}
