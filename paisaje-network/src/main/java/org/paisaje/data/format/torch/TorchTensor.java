package org.paisaje.data.format.torch;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.torch.Pickle.Global;
import org.paisaje.data.format.torch.Pickle.Made;
import org.paisaje.data.format.torch.Pickle.Persistent;
import org.paisaje.data.format.torch.Pickle.Tuple;
import org.paisaje.math.memory.Sizes;

/**
 * A tensor of a PyTorch file: entry (i, j, ...) is number {@code offset + i stride_0 + j stride_1 + ...} of its storage.
 *
 * @param shape its sizes
 * @param strides as many
 */
record TorchTensor(Storage storage, long offset, int[] shape, long[] strides) {
    /** Numbers in the archive under a key. */
    record Storage(String key, ElementType type, long count) {}

    Tensor.Form form() {
        return new Tensor.Form(storage.type, shape);
    }

    /** Whether calls of that function make tensors. */
    static boolean makes(String function) {
        return function.startsWith("torch._utils._rebuild_") || function.equals("torch._tensor._rebuild_from_type_v2");
    }

    /** The tensor that a call makes; absent if it is of a kind that is not read, such as a sparse one. */
    static Optional<TorchTensor> of(String file, Made made) {
        var arguments = made.arguments();
        return switch (made.by()) {
            case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
                !arguments.isEmpty() && arguments.getFirst() instanceof Made inner && inner != made
                        ? of(file, inner)
                        : Optional.empty();
            case "torch._tensor._rebuild_from_type_v2" ->
                arguments.size() > 2 && arguments.get(0) instanceof Global(String name)
                        && arguments.get(2) instanceof Tuple(var inner) && !name.equals(made.by())
                                ? of(file, new Made(name, inner))
                                : Optional.empty();
            case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v3" ->
                strided(file, made);
            default -> Optional.empty();
        };
    }

    private static Optional<TorchTensor> strided(String file, Made made) {
        var arguments = made.arguments();
        if (arguments.size() < 4 || !(arguments.get(0) instanceof Persistent(Tuple(var id))) || id.size() != 5
                || !"storage".equals(id.get(0)) || !(id.get(2) instanceof String key)
                || !(id.get(4) instanceof Long count) || !(arguments.get(1) instanceof Long offset)) {
            throw new DataFormatException(file, "data.pkl",
                    "a tensor has no storage of the form that torch.save writes");
        }
        boolean typed = made.by().endsWith("v3") && arguments.size() > 6;
        Optional<ElementType> type = type(typed ? arguments.get(6) : id.get(1));
        if (type.isEmpty()) {
            return Optional.empty();
        }
        long[] sizes = whole(file, arguments.get(2));
        long[] strides = whole(file, arguments.get(3));
        long entries = typed ? count / type.get().bytes() : count;
        int[] shape = new int[sizes.length];
        long last = offset;
        long total = 1;
        boolean sound = sizes.length == strides.length && offset >= 0 && entries >= 0
                && entries <= Sizes.LARGEST;
        for (int k = 0; k < sizes.length && sound; k++) {
            sound = sizes[k] >= 0 && sizes[k] <= Sizes.LARGEST && strides[k] >= 0
                    && strides[k] <= Integer.MAX_VALUE;
            shape[k] = sound ? (int) sizes[k] : 0;
            last += sound && sizes[k] > 0 ? (sizes[k] - 1) * strides[k] : 0;
            total *= sound ? Math.max(1, sizes[k]) : 1;
            sound &= total <= Sizes.LARGEST && last <= Integer.MAX_VALUE;
        }
        boolean empty = Arrays.stream(sizes).anyMatch(size -> size == 0);
        if (!sound || (!empty && last >= entries)) {
            throw new DataFormatException(file, "data.pkl", "a tensor of sizes " + Arrays.toString(sizes) + ", strides "
                    + Arrays.toString(strides) + " and offset " + offset + " does not lie in its storage of " + entries
                    + " numbers");
        }
        return Optional.of(new TorchTensor(new Storage(key, type.get(), entries), offset, shape, strides));
    }

    private static long[] whole(String file, Object tuple) {
        Object items = tuple instanceof Made made && made.by().equals("torch.Size") && made.arguments().size() == 1
                ? made.arguments().getFirst()
                : tuple;
        if (!(items instanceof Tuple(var list)) || list.size() > 8
                || !list.stream().allMatch(item -> item instanceof Long)) {
            throw new DataFormatException(file, "data.pkl", "the sizes of a tensor are no tuple of at most 8 integers");
        }
        return list.stream().mapToLong(item -> (Long) item).toArray();
    }

    private static Optional<ElementType> type(Object global) {
        if (!(global instanceof Global(String name))) {
            return Optional.empty();
        }
        return Optional.ofNullable(switch (name) {
            case "torch.DoubleStorage", "torch.float64", "torch.double" -> ElementType.F64;
            case "torch.FloatStorage", "torch.float32", "torch.float" -> ElementType.F32;
            case "torch.HalfStorage", "torch.float16", "torch.half" -> ElementType.F16;
            case "torch.BFloat16Storage", "torch.bfloat16" -> ElementType.BF16;
            case "torch.LongStorage", "torch.int64", "torch.long" -> ElementType.I64;
            case "torch.IntStorage", "torch.int32", "torch.int" -> ElementType.I32;
            case "torch.ShortStorage", "torch.int16", "torch.short" -> ElementType.I16;
            case "torch.CharStorage", "torch.int8" -> ElementType.I8;
            case "torch.ByteStorage", "torch.uint8" -> ElementType.U8;
            case "torch.uint16" -> ElementType.U16;
            case "torch.uint32" -> ElementType.U32;
            case "torch.uint64" -> ElementType.U64;
            case "torch.BoolStorage", "torch.bool" -> ElementType.BOOL;
            default -> null;
        });
    }

    /** The entries in the order of the indices, last fastest. */
    double[] gather(double[] stored) {
        int d = shape.length;
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        double[] values = new double[count];
        int[] index = new int[d];
        long from = offset;
        for (int i = 0; i < count; i++) {
            values[i] = stored[(int) from];
            for (int k = d - 1; k >= 0; k--) {
                from += strides[k];
                if (++index[k] < shape[k]) {
                    break;
                }
                from -= strides[k] * shape[k];
                index[k] = 0;
            }
        }
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TorchTensor t && storage.equals(t.storage) && offset == t.offset
                && Arrays.equals(shape, t.shape) && Arrays.equals(strides, t.strides);
    }

    @Override
    public int hashCode() {
        return 31 * storage.hashCode() + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return "TorchTensor[" + storage + ", " + Tensor.describe(shape) + "]";
    }
}
