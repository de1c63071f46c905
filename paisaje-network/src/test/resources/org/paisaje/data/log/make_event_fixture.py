# Writes scalars.tfevents (torch 2.13, tensorboard 2.21, protobuf 7.36): the form of PyTorch and that of TensorFlow 2.
import os, shutil, glob, sys
from torch.utils.tensorboard import SummaryWriter
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, types_pb2
from tensorboard.compat.proto.tensor_shape_pb2 import TensorShapeProto

folder = sys.argv[1]
writer = SummaryWriter(folder)
for step in range(3):
    writer.add_scalar("train/loss", 1.5 / (step + 1), 10 * step)
writer.add_text("note", "not a number", 0)
tensor = tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, tensor_shape=TensorShapeProto(), float_val=[0.25])
content = tensor_pb2.TensorProto(dtype=types_pb2.DT_DOUBLE, tensor_shape=TensorShapeProto(),
                                 tensor_content=__import__("struct").pack("<d", 0.75))
for step, value in ((10, tensor), (20, content)):
    summary = summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag="epoch_accuracy", tensor=value)])
    writer._get_file_writer().add_event(event_pb2.Event(step=step, wall_time=1.0, summary=summary))
writer.close()
