package org.paisaje.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;

final class FuzzTest {
    private static final Path RESOURCES = Path.of("../paisaje-network/src/test/resources/org/paisaje");
    private static final int INPUTS = 20_000;

    @Test
    void everyDamagedInputIsTakenOrRefusedWithAMessage() throws InterruptedException, IOException {
        Path folder = Fuzz.folder();
        List<Fuzz.Result> results = Fuzz.run(RESOURCES, folder, INPUTS, Seed.of(1), List.of());
        Files.delete(folder);
        for (Fuzz.Result result : results) {
            assertThat(result.faults()).as(result.kind()).isEmpty();
            assertThat(result.inputs()).isEqualTo(INPUTS);
            // Damage that breaks everything, or nothing, would test nothing.
            assertThat(result.taken()).as(result.kind()).isBetween(1, INPUTS - 1);
        }
    }

    @Test
    void anInputDependsOnSeedKindAndNumberAlone() {
        Kind kind = Kinds.all(RESOURCES).getFirst();
        byte[] one = kind.draw(Seed.of(3).at(7).generator());
        assertThat(kind.draw(Seed.of(3).at(7).generator())).isEqualTo(one);
        assertThat(kind.draw(Seed.of(3).at(8).generator())).isNotEqualTo(one);
    }
}
