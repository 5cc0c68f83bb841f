"""Batched distortion: every image of a batch is bent in a way of its own, by one resampling.

The whole works on tensors of any device with a generator that the caller owns; the global one is not touched.
"""

from functools import lru_cache

import torch
from torch.nn import functional

from engine.data.distortion import Distortion

SIDE = 28
_LATTICE = 10  # nodes a side of the coarse noise: a spacing of 3 pixels, below the field's correlation length


def distort(images: torch.Tensor, distortion: Distortion, generator: torch.Generator) -> torch.Tensor:
    """Bend float32 images (n, 1, 28, 28) in 0..1; the result is new, of the same shape and range.

    `generator` is of the images' device. With nothing to distort the images come back as they are, within
    rounding.
    """
    thickened = _change_thickness(images, distortion.thickness, generator)
    matrices = _affine(len(images), distortion, generator)
    places = matrices @ _positions(images.device)  # (n, 2, 3) @ (3, 784)
    if distortion.elastic:
        places = places + _displacements(len(images), distortion, generator)
    grid = places.view(-1, 2, SIDE, SIDE).permute(0, 2, 3, 1)
    return functional.grid_sample(thickened, grid, mode="bilinear", padding_mode="zeros", align_corners=False)


def _change_thickness(images: torch.Tensor, amount: float, generator: torch.Generator) -> torch.Tensor:
    """Mix each image with its 3 × 3 grey dilation, or with its erosion, which is a dilation of the negative."""
    if not amount:
        return images
    change = _uniform((len(images), 1, 1, 1), amount, generator)
    sign = torch.where(change < 0, -1.0, 1.0)
    return images.lerp(_widest(images * sign).mul_(sign), change.abs())


def _widest(images: torch.Tensor) -> torch.Tensor:
    """The maximum over each 3 × 3 neighbourhood, by shifts: 25 times faster than max_pool2d on a CPU."""
    wide = images.clone()
    torch.maximum(wide[..., 1:], images[..., :-1], out=wide[..., 1:])
    torch.maximum(wide[..., :-1], images[..., 1:], out=wide[..., :-1])
    high = wide.clone()
    torch.maximum(high[..., 1:, :], wide[..., :-1, :], out=high[..., 1:, :])
    torch.maximum(high[..., :-1, :], wide[..., 1:, :], out=high[..., :-1, :])
    return high


def _affine(count: int, distortion: Distortion, generator: torch.Generator) -> torch.Tensor:
    """Matrices (n, 2, 3) from a place in the new image to one in the old: rotation · shear · scale, shift."""
    angle = torch.deg2rad(_uniform((count,), distortion.rotation, generator))
    shear = _uniform((count,), distortion.shear, generator)
    wide, high = 1 + _uniform((2, count), distortion.scale, generator)
    shift_x, shift_y = _uniform((2, count), distortion.shift * 2 / SIDE, generator)
    cos, sin = torch.cos(angle), torch.sin(angle)
    top = torch.stack([cos * wide, (cos * shear - sin) * high, shift_x], dim=1)
    bottom = torch.stack([sin * wide, (sin * shear + cos) * high, shift_y], dim=1)
    return torch.stack([top, bottom], dim=1)


def _displacements(count: int, distortion: Distortion, generator: torch.Generator) -> torch.Tensor:
    """Smooth random displacements (n, 2, 784) in units of `grid_sample`.

    Simard, Steinkraus, Platt (2003), "Best practices for convolutional neural networks applied to visual
    document analysis", section 2: white noise convolved with a Gaussian. Here the noise lives on a coarse
    lattice and the Gaussian is separable, so that the field is S Z Sᵀ; the rows of S have unit norm, which
    makes the standard deviation `elastic` pixels everywhere.
    """
    shape = (count, 2, _LATTICE, _LATTICE)
    noise = torch.randn(shape, generator=generator, device=generator.device)
    smoothing = _smoothing(distortion.smoothness, generator.device)
    field = smoothing @ noise @ smoothing.T
    return field.view(count, 2, SIDE * SIDE).mul_(distortion.elastic * 2 / SIDE)


@lru_cache(maxsize=8)
def _smoothing(sigma: float, device: torch.device) -> torch.Tensor:
    """The matrix S (28, lattice): Gaussian weights from lattice nodes to pixels, rows of unit norm."""
    pixels = torch.arange(SIDE, dtype=torch.float32, device=device)
    nodes = torch.linspace(-0.5, SIDE - 0.5, _LATTICE, device=device)
    weights = torch.exp(-((pixels[:, None] - nodes) ** 2) / (2 * sigma**2))
    return functional.normalize(weights, dim=1)


@lru_cache(maxsize=4)
def _positions(device: torch.device) -> torch.Tensor:
    """Homogeneous centres (3, 784) of the pixels in units of `grid_sample`: -1..1 from edge to edge."""
    axis = (torch.arange(SIDE, dtype=torch.float32, device=device) + 0.5) * 2 / SIDE - 1
    y, x = torch.meshgrid(axis, axis, indexing="ij")
    return torch.stack([x.flatten(), y.flatten(), torch.ones(SIDE * SIDE, device=device)])


def _uniform(shape: tuple[int, ...], limit: float, generator: torch.Generator) -> torch.Tensor:
    """Uniform draws in -limit..limit."""
    return (torch.rand(shape, generator=generator, device=generator.device) * 2 - 1) * limit
