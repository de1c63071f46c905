"""Makes the folder keras-adam: checkpoints of a Keras run that hold the state of Adam, and what the divided Hessian is there.

Run as: KERAS_BACKEND=jax python make_keras_adam.py FOLDER, with keras 3.15, jax, h5py and numpy; runs.npz of make.py lies in
FOLDER. Three networks are trained alike by adam (epoch 1 as .weights.h5, epoch 2 as .keras), rmsprop and adagrad (epoch 1 as
.keras). sharpness.txt has the largest eigenvalue of the Hessian divided as Keras divides the step: by
(1 - beta1^t) (sqrt(v) + eps) / sqrt(1 - beta2^t), and by sqrt(v + eps).
"""
import os
import sys
import jax
import jax.numpy as jnp
import keras
import numpy as np

folder = sys.argv[1]
data = np.load(f"{folder}/runs.npz")
x, y = data["x"], data["y"]
jax.config.update("jax_enable_x64", True)
rules = {"adam": lambda: keras.optimizers.Adam(0.02, beta_1=0.8, beta_2=0.99, epsilon=1e-3),
         "rmsprop": lambda: keras.optimizers.RMSprop(0.02, epsilon=1e-3),
         "adagrad": lambda: keras.optimizers.Adagrad(0.02, epsilon=1e-3)}


def risk(theta):
    a, b, c, d = (theta[:24].reshape(4, 6), theta[24:30], theta[30:48].reshape(6, 3), theta[48:])
    z = jnp.tanh(x @ a + b) @ c + d
    return -jnp.mean(jax.nn.log_softmax(z)[jnp.arange(len(y)), y])


def flat(arrays):
    return np.concatenate([np.asarray(v, float).ravel() for v in arrays])


def divided(name, model):
    rule = model.optimizer
    kept = [np.asarray(v, float) for v in rule.variables[2:]]
    t = float(np.asarray(rule.variables[0]))
    if name == "adam":
        scale = (1 - 0.8 ** t) * (np.sqrt(flat(kept[1::2])) + 1e-3) / np.sqrt(1 - 0.99 ** t)
    else:
        scale = np.sqrt(flat(kept) + 1e-3)
    hessian = np.asarray(jax.hessian(risk)(jnp.asarray(flat(model.trainable_variables))))
    root = 1 / np.sqrt(scale)
    return np.linalg.eigvalsh(root[:, None] * hessian * root[None, :])[-1]


for name, rule in rules.items():
    os.makedirs(f"{folder}/keras-{name}", exist_ok=True)
    keras.utils.set_random_seed(7)
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(6, activation="tanh"), keras.layers.Dense(3)])
    model.compile(optimizer=rule(), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    with open(f"{folder}/keras-{name}/sharpness.txt", "w") as out:
        for epoch in (1, 2) if name == "adam" else (1,):
            model.fit(x.astype("f4"), y, batch_size=20, epochs=5, verbose=0)
            last = epoch == 2 or name != "adam"
            path = f"{folder}/keras-{name}/epoch_{epoch}"
            model.save(path + ".keras") if last else model.save_weights(path + ".weights.h5")
            out.write(f"{epoch} {divided(name, model):.12f}\n")
