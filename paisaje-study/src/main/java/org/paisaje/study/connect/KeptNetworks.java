package org.paisaje.study.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.data.format.Tensor;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Session;
import org.paisaje.study.folder.KeptFile;
import org.paisaje.study.train.KeptRun;

/** The networks that have been trained; the one under training is in the checkpoint beside them. */
final class KeptNetworks {
    /** The file. */
    static final String NAME = "networks.part";

    private static final String NETWORKS = "networks";

    private final KeptFile file;
    private final KeptRun underWay;

    KeptNetworks(ConnectSetting setting, Session session) {
        this.file = new KeptFile(NAME, setting.describe(), session);
        this.underWay = KeptRun.in(session);
    }

    /** Those that a second start need not train. */
    List<double[]> read() {
        List<double[]> result = new ArrayList<>();
        file.read().ifPresent(held -> {
            Matrix rows = file.tensor(held, NETWORKS).rows();
            for (int i = 0; i < rows.rows(); i++) {
                result.add(rows.row(i).clone());
            }
        });
        return result;
    }

    /** Keeps one more, the last of these. Its checkpoint goes first: it must not be taken for that of the next. */
    void add(List<double[]> networks) {
        if (file.keeps()) {
            underWay.remove();
            var tensors = new LinkedHashMap<String, Tensor>();
            tensors.put(NETWORKS, Tensor.of(Matrix.of(networks.toArray(double[][]::new))));
            file.write(tensors, Map.of());
        }
    }
}
