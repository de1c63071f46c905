package org.paisaje.study.explain.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.study.folder.RunFolder;

/** A run that says how its data were prepared has them prepared alike. */
final class ToldRunTest {
    @TempDir
    private Path folder;

    @Test
    void codesBecomeTheColumnsTheyWereTrainedOn() throws IOException {
        Path table = Files.writeString(folder.resolve("t.csv"), "a,code,y\n0.5,1,1\n0.25,2,3\n-0.5,3,2\n0.75,1,4\n");
        write("\"one-hot\": \"code\"", table);
        assertThat(ToldRun.of(folder).builder(false).build().train().inputs()).isEqualTo(4);
        write("\"periodic\": 1", table);
        assertThat(ToldRun.of(folder).builder(false).build().train().inputs()).isEqualTo(6);
    }

    private void write(String prepared, Path table) throws IOException {
        Files.writeString(folder.resolve(RunFolder.RESULT),
                """
                {"study": "train", "setting": {"data": "%s", "target": "y", "task": "regression", "split": 0, "seed": 1, %s}}
                """.formatted(
                        table, prepared));
    }
}
