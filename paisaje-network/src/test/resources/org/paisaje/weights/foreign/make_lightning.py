"""Makes lightning.ckpt: a checkpoint as Lightning writes it, with a list of states of optimizers.

Run as: python make_lightning.py FOLDER, with lightning 2.6.6 and torch 2.13.
"""
import sys
import lightning
import torch
from torch import nn


class Regression(lightning.LightningModule):
    def __init__(self):
        super().__init__()
        self.model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))

    def training_step(self, batch, _):
        x, y = batch
        return nn.functional.mse_loss(self.model(x), y)

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=0.02, betas=(0.8, 0.9))


lightning.seed_everything(1)
x = torch.randn(24, 3)
data = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, x.sum(1, keepdim=True)), batch_size=8)
trainer = lightning.Trainer(max_epochs=2, accelerator="cpu", logger=False, enable_checkpointing=False)
trainer.fit(Regression(), data)
trainer.save_checkpoint(f"{sys.argv[1]}/lightning.ckpt")
