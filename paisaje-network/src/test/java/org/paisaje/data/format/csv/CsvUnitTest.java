package org.paisaje.data.format.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.data.format.DataFormatException;

/** Numbers that carry a unit, and the line of a spreadsheet that names the separator. */
final class CsvUnitTest {
    @TempDir
    private Path folder = Path.of("");

    private CsvFile read(String... lines) throws IOException {
        Path file = Files.write(folder.resolve("t.csv"), List.of(lines));
        return CsvFile.read(file, Optional.of("y"), CsvDialect.detected());
    }

    @ParameterizedTest
    @CsvSource({"6.6%,6.6,%", "$12,12,$", "-3.5 kg,-3.5,kg", "-$5,-5,$", "EUR 7,7,EUR", "12 €,12,€",
        "1e3 km/h,1e3,km/h",
        "\u22125 °C,\u22125,°C", "3 m²,3,m²"})
    void numbersWithAUnit(String cell, String number, String unit) {
        CsvUnit found = CsvUnit.of(List.of(cell), '.').orElseThrow();
        assertThat(found).hasToString(unit);
        assertThat(found.bare(cell)).contains(number);
    }

    @ParameterizedTest
    @CsvSource({"18-25", "2024-01-05", "12:30", "C85", "12", "kg", "1.2.3 kg", "12 kg of flour"})
    void whatIsNoNumberWithAUnit(String cell) {
        assertThat(CsvUnit.of(List.of(cell), '.')).isEmpty();
    }

    @Test
    void allCellsCarryTheSame() {
        assertThat(CsvUnit.of(List.of("5 kg", "5 g"), '.')).isEmpty();
        assertThat(CsvUnit.of(List.of("5%", "0.05"), '.')).isEmpty();
        assertThat(CsvUnit.of(List.of("1,5 kg", "2 kg"), ',')).isPresent();
    }

    @Test
    void inputsAndTargetsWithUnits() throws IOException {
        CsvFile table = read("u,y", "5%,\"$1,200.50\"", "7.5%,\"$1,300\"");
        assertThat(table.numbers().data()).containsExactly(5, 7.5);
        assertThat(table.number(table.target().getFirst())).isEqualTo(1200.5);
        assertThat(table.notes()).contains("column u holds numbers with '%', which is passed over");
    }

    @Test
    void aCellBehindTheFirstLinesThatLacksTheUnit() throws IOException {
        String[] lines = new String[302];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = i == 0 ? "u,y" : i == 301 ? "0.05,1.5" : i % 10 + "%,1.5";
        }
        assertThatThrownBy(() -> read(lines)).isInstanceOf(DataFormatException.class)
                .hasMessageContaining("line 302, column 1 (u): '0.05' is no number with '%', as the others here");
    }

    @Test
    void oneOddCellIsNamedAsOne() {
        assertThatThrownBy(() -> read("u,y", "1,2.5", "2,3.5", "Total,6")).hasMessageContaining(
                "line 4, column 1 (u): 'Total' is not a number, as others in this column are; mend it");
        assertThatThrownBy(() -> read("day,y", "2024-01-05,2.5", "2024-01-32,3.5")).hasMessageEndingWith(
                "'2024-01-05' is not a number; --drop day leaves the column out");
    }

    @Test
    void aLineThatNamesTheSeparator() throws IOException {
        CsvFile table = read("sep=;", "a;b;y", "1,5;2;3", "2,5;3;4");
        assertThat(table.names()).containsExactly("a", "b");
        assertThat(table.numbers().data()).containsExactly(1.5, 2, 2.5, 3);
        assertThatThrownBy(() -> read("sep=;", "a;b;y", "1;2;3", "2;x;4")).hasMessageContaining("line 4, column 2 (b)");
    }
}
