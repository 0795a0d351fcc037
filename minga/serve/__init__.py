"""Two doors served by two processes through Voilà: the facilitator's and the participants'.

``apps`` is what the two applications are made of; ``opening/`` starts and minds their processes; ``entry/`` says who
comes in and what they may say; ``join`` gives a participant their way: a kernel (``kernel_way/``) or none
(``light_way/``); ``front/`` is what travels to browsers; ``watching/`` tells how the doors are; ``landing/`` stands
before several servers.
"""
